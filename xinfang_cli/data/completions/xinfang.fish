# fish completion of xinfang and xf: what is offered comes from `xinfang complete`, so this file never ages.
function __xinfang_complete
    set -l current (commandline -ct)
    set -l before (commandline -opc)
    set -l found ($before[1] complete (count $before) -- $before "$current" 2>/dev/null)
    if test "$found[1]" = ":files"
        __fish_complete_path "$current"
    else
        printf '%s\n' $found
    end
end
for name in xinfang xf
    complete --command $name --no-files --arguments '(__xinfang_complete)'
end
