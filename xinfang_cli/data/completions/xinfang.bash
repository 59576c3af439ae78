# bash completion of xinfang and xf: what is offered comes from `xinfang complete`, so this file never ages.
_xinfang_complete() {
    local line value IFS=$'\n'
    local -a found=() shown=()
    COMPREPLY=()
    while IFS= read -r line; do
        found+=("$line")
    done < <("${COMP_WORDS[0]}" complete "$COMP_CWORD" -- "${COMP_WORDS[@]}" 2>/dev/null)
    if [[ ${found[0]} == :files ]]; then
        compopt -o default 2>/dev/null
        return
    fi
    for line in "${found[@]}"; do
        value=${line%%$'\t'*}
        COMPREPLY+=("$value")
        shown+=("$value  ${line#*$'\t'}")
    done
    # Several are shown with what they are; one is put in alone, and so is each where Tab walks through them.
    if ((${#shown[@]} > 1)) && [[ $COMP_TYPE == 63 ]]; then
        COMPREPLY=("${shown[@]}")
    fi
}
complete -F _xinfang_complete xinfang xf
