# PowerShell completion of xinfang and xf: what is offered comes from `xinfang complete`, so this file never ages.
Register-ArgumentCompleter -Native -CommandName xinfang, xf -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $words = @($commandAst.CommandElements | ForEach-Object { $_.Extent.Text })
    $at = if ($wordToComplete) { $words.Count - 1 } else { $words.Count }
    $program = $words[0]
    & $program complete $at '--' @words 2>$null | ForEach-Object {
        $value, $said = $_ -split "`t", 2
        if ($value -eq ':files') { return }
        if (-not $said) { $said = $value }
        $quoted = if ($value -match '[\s@''(){};,|&$]') { "'" + $value.Replace("'", "''") + "'" } else { $value }
        [System.Management.Automation.CompletionResult]::new($quoted, $value, 'ParameterValue', $said)
    }
}
