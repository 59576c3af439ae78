#compdef xinfang xf
# zsh completion of xinfang and xf: what is offered comes from `xinfang complete`, so this file never ages.
_xinfang() {
  local line
  local -a found values shown
  found=("${(@f)$("${(Q)words[1]}" complete "$((CURRENT - 1))" -- "${(@Q)words}" 2>/dev/null)}")
  if [[ ${found[1]} == :files ]]; then
    _files
    return
  fi
  for line in "${found[@]}"; do
    [[ -n $line ]] || continue
    values+=("${line%%$'\t'*}")
    shown+=("${line/$'\t'/  }")
  done
  ((${#values})) && compadd -U -l -d shown -a values
}
if [[ ${funcstack[1]} == _xinfang ]]; then
  _xinfang "$@"
else
  compdef _xinfang xinfang xf
fi
