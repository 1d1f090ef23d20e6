/**
 * The scripts that make a shell ask `tabkeeper __complete WORDS…`. The answer is one candidate a line,
 * with a tab and a few words where there are any; `:files` and `:programs` alone leave it to the shell.
 */
import type { Shell } from './command-flags.ts';

/** The command that the scripts ask; it is in no help. */
export const COMPLETE = '__complete';

const bash = `_tabkeeper() {
  local current="\${COMP_WORDS[COMP_CWORD]}" line
  COMPREPLY=()
  while IFS= read -r line; do
    case "$line" in
      :files) compopt -o default; return ;;
      :programs) mapfile -t COMPREPLY < <(compgen -c -- "$current"); return ;;
      *) COMPREPLY+=("$(printf '%q' "\${line%%$'\\t'*}")") ;;
    esac
  done < <(tabkeeper ${COMPLETE} "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}
complete -F _tabkeeper tabkeeper
`;

const zsh = `#compdef tabkeeper
_tabkeeper() {
  local line
  local -a found
  while IFS= read -r line; do
    case "$line" in
      :files) _files; return ;;
      :programs) _command_names -e; return ;;
      *$'\\t'*) found+=("\${\${line%%$'\\t'*}//:/\\\\:}:\${line#*$'\\t'}") ;;
      *) found+=("\${line//:/\\\\:}") ;;
    esac
  done < <(tabkeeper ${COMPLETE} "\${(@)words[2,CURRENT]}" 2>/dev/null)
  _describe tabkeeper found
}
if [ "$funcstack[1]" = _tabkeeper ]; then _tabkeeper "$@"; else compdef _tabkeeper tabkeeper; fi
`;

const fish = `function __tabkeeper_complete
    set -l words (commandline -opc)
    for line in (tabkeeper ${COMPLETE} $words[2..] (commandline -ct) 2>/dev/null)
        switch $line
            case :files
                __fish_complete_path (commandline -ct)
            case :programs
                __fish_complete_command
            case '*'
                echo $line
        end
    end
end
complete -c tabkeeper -f -a '(__tabkeeper_complete)'
`;

const powershell = `Register-ArgumentCompleter -Native -CommandName tabkeeper -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $words = @($commandAst.CommandElements | Select-Object -Skip 1 |
        Where-Object { $_.Extent.EndOffset -lt $cursorPosition -or $wordToComplete -eq '' } |
        ForEach-Object { $_.ToString() })
    tabkeeper ${COMPLETE} @words $(if ($wordToComplete) { $wordToComplete } else { '""' }) 2>$null | ForEach-Object {
        if ($_ -eq ':files' -or $_ -eq ':programs') { return }
        $word, $about = $_ -split "\`t", 2
        if (-not $about) { $about = $word }
        $shown = if ($word -match '\\s') { "'" + $word + "'" } else { $word }
        [System.Management.Automation.CompletionResult]::new($shown, $word, 'ParameterValue', $about)
    }
}
`;

export const completionScripts: Readonly<Record<Shell, string>> = { bash, zsh, fish, powershell };
