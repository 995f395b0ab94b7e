// The completions for bash, 3.2 or later. They do without the package bash-completion; where it is there, it completes
// the command behind the options.

import { type Choice, type SubCommand, spellings, type Tool } from "./tool.ts";

/** The file, for lastcall-init and lastcall. */
export function bashCompletion({ flags, own, run, commands, signals }: Tool): string {
  const names = [run.name, ...commands.map(({ name }) => name)];
  return `# bash completion for lastcall-init(1) and lastcall. Made from their options by scripts/completions/bash.ts.

_lastcall_signals="${signals.join(" ")}"

# The words up to the cursor as a program will get them: readline splits at = : @ as well. Sets words, last (where the
# cursor is), cur, and starts (where each word begins in COMP_WORDS).
_lastcall_split() {
  local line=\${COMP_LINE:0:COMP_POINT} rest word i
  words=() starts=()
  for ((i = 0; i <= COMP_CWORD; i++)); do
    rest=\${line#"\${line%%[![:space:]]*}"}
    word=\${COMP_WORDS[i]}
    if ((i == COMP_CWORD)); then word=$rest; fi
    if ((i > 0)) && [[ $rest == "$line" ]]; then
      words[\${#words[@]} - 1]+=$word
    else
      starts[\${#words[@]}]=$i
      words[\${#words[@]}]=$word
    fi
    line=\${rest#"$word"}
  done
  last=$((\${#words[@]} - 1))
  cur=\${words[last]}
}

# What readline replaces is only what stands behind the last = or :, or the last @ and what is behind it (it is one of
# readline's special prefixes), so what is before that goes off each candidate.
_lastcall_unsplit() {
  local breaks= each head
  for each in = : @; do
    if [[ $COMP_WORDBREAKS == *"$each"* ]]; then breaks+=$each; fi
  done
  if [[ -z $breaks || $cur != *[$breaks]* ]]; then return; fi
  head=\${cur%"\${cur##*[$breaks]}"}
  head=\${head%@}
  COMPREPLY=("\${COMPREPLY[@]#"$head"}")
}

# A word goes on behind the candidate, so no space is put there. bash 3.2 has no compopt.
_lastcall_goes_on() { compopt -o nospace 2>/dev/null; }

# _lastcall_add BEFORE TYPED compgen's words: adds what begins with TYPED, with BEFORE in front.
_lastcall_add() {
  local IFS=$'\\n' before=$1 typed=$2
  shift 2
  COMPREPLY+=($(compgen -P "$before" "$@" -- "$typed"))
}

# _lastcall_add_signals BEFORE TYPED BEHIND: TERM, or SIGTERM where that is how it was begun.
_lastcall_add_signals() {
  local IFS=$' \\n'
  if [[ $2 == SIG* ]]; then
    COMPREPLY+=($(compgen -P "$1SIG" -S "$3" -W "$_lastcall_signals" -- "\${2#SIG}"))
  else
    COMPREPLY+=($(compgen -P "$1" -S "$3" -W "$_lastcall_signals" -- "$2"))
  fi
}

_lastcall_files() {
  compopt -o filenames 2>/dev/null
  _lastcall_add "$1" "$2" -f
}

# _lastcall_value OPTION BEFORE TYPED
_lastcall_value() {
  local head=\${3%"\${3##*,}"} item=\${3##*,}
  case $1 in
${valueCases([...flags, ...commands.flatMap(({ choices }) => choices)])}
  esac
}

# The command, by its own completion. $1: which word it is.
_lastcall_command() {
  local start=\${starts[$1]}
  if declare -F _comp_command_offset >/dev/null; then
    _comp_command_offset "$start"
  elif declare -F _command_offset >/dev/null; then
    _command_offset "$start"
  elif (($1 == last)); then
    _lastcall_add "" "$cur" -c
  else
    _lastcall_files "" "\${COMP_WORDS[COMP_CWORD]}"
  fi
}

# The options of the init, and what comes behind them. $1: the first word of them.
_lastcall_init_words() {
  local i=$1 option=
  local takes_value='^(${takesValue(flags)})$'
  while ((i < last)); do
    if [[ \${words[i]} == -- ]]; then
      _lastcall_command $((i + 1))
      return
    elif [[ \${words[i]} =~ $takes_value ]]; then
      option=\${words[i]}
      ((i += 2))
    elif [[ \${words[i]} == -?* ]]; then
      ((i += 1))
    else
      break
    fi
  done
  if ((i > last)); then
    _lastcall_value "$option" "" "$cur"
  elif ((i < last)) || [[ $cur != -* ]]; then
    _lastcall_command $i
    return
  elif [[ $cur == --*=* ]]; then
    _lastcall_value "\${cur%%=*}" "\${cur%%=*}=" "\${cur#*=}"
  else
    _lastcall_add "" "$cur" -W "${lines(flags)}"
  fi
  _lastcall_unsplit
}

_lastcall_init() {
  local words starts last cur
  COMPREPLY=()
  _lastcall_split
  _lastcall_init_words 1
}

# An operand of a sub-command, or one of its options. $1: the options, $2 and on: how to complete an operand.
_lastcall_operand() {
  local options=$1 previous=\${words[last - 1]}
  shift
  if [[ $cur == --*=* ]]; then
    _lastcall_value "\${cur%%=*}" "\${cur%%=*}=" "\${cur#*=}"
  elif [[ $previous == --* && \${_lastcall_takes_value} == *" $previous "* ]]; then
    _lastcall_value "$previous" "" "$cur"
  elif [[ $cur == -* ]]; then
    _lastcall_add "" "$cur" -W "$options"
  elif (($#)); then
    "$@"
  fi
  _lastcall_unsplit
}
_lastcall_takes_value=" ${commands.flatMap(({ choices }) => choices.filter(hasValue).flatMap(spellings)).join(" ")} "

_lastcall() {
  local words starts last cur
  COMPREPLY=()
  _lastcall_split
  if ((last == 1)); then
    if [[ $cur == -* ]]; then
      _lastcall_add "" "$cur" -W "${lines(own)}"
    else
      _lastcall_add "" "$cur" -W "${names.join("\n")}"
    fi
    return
  fi
  case \${words[1]} in
    ${run.name}) _lastcall_init_words 2 ;;
${commands.map(commandCase).join("\n")}
  esac
}

complete -F _lastcall_init lastcall-init
complete -F _lastcall lastcall
`;
}

function hasValue({ value }: Choice): boolean {
  return value !== "";
}

/** compgen -W splits at IFS, which is a line's end there, so that nothing else is split. */
function lines(choices: readonly Choice[]): string {
  return choices.flatMap(spellings).join("\n");
}

/** Words that take the next one as their value: --delay, -r, -vr. */
function takesValue(flags: readonly Choice[]): string {
  const short = (having: boolean) => flags.filter((flag) => hasValue(flag) === having).map((flag) => flag.short);
  const long = flags.filter(hasValue).filter((flag) => flag.long !== "");
  return [...long.map((flag) => `--${flag.long}`), `-[${short(false).join("")}]*[${short(true).join("")}]`].join("|");
}

function valueCases(choices: readonly Choice[]): string {
  return choices
    .filter((choice) => choice.kind !== "none")
    .map((choice) => {
      const long = choice.long && `--${choice.long}`;
      const short = choice.short && `-${choice.short} | -[!-]*${choice.short}`;
      const pattern = [long, short].filter((one) => one !== "").join(" | ");
      return `    ${pattern})\n${indent(valueCode(choice), 6)}\n      ;;`;
    })
    .join("\n");
}

function valueCode({ kind, words }: Choice): string {
  switch (kind) {
    case "words":
      return `_lastcall_add "$2" "$3" -W $'${words.join("\\n")}'`;
    case "list":
      return `_lastcall_add "$2$head" "$item" -W $'${words.join("\\n")}'`;
    case "signal":
      return `_lastcall_add_signals "$2" "$3"`;
    case "signals":
      return `_lastcall_add_signals "$2$head" "$item"`;
    case "rewrites":
      return [
        `if [[ $item == *:* ]]; then`,
        `  _lastcall_add_signals "$2$head\${item%%:*}:" "\${item#*:}"`,
        `  _lastcall_add "$2$head\${item%%:*}:" "\${item#*:}" -W 0`,
        `else`,
        `  _lastcall_add_signals "$2$head" "$item" :`,
        `  _lastcall_goes_on`,
        `fi`,
      ].join("\n");
    case "escalations":
      return [
        `if [[ $item != *@* ]]; then`,
        `  _lastcall_add_signals "$2$head" "$item" @`,
        `  _lastcall_goes_on`,
        `fi`,
      ].join("\n");
    case "user":
      return [
        `if [[ $3 == *:* ]]; then`,
        `  _lastcall_add "$2\${3%%:*}:" "\${3#*:}" -g`,
        `else`,
        `  _lastcall_add "$2" "$3" -u`,
        `fi`,
      ].join("\n");
    case "file":
      return `_lastcall_files "$2" "$3"`;
    case "program":
      return `_lastcall_add "$2" "$3" -c`;
    default:
      return ":";
  }
}

function commandCase({ name, choices, operands }: SubCommand): string {
  const [operand] = operands;
  const by =
    operand === undefined
      ? ""
      : operand.kind === "file"
        ? ' _lastcall_files "" "$cur"'
        : ` _lastcall_add "" "$cur" -W $'${operand.words.join("\\n")}'`;
  return `    ${name}) _lastcall_operand $'${choices.flatMap(spellings).join("\\n")}'${by} ;;`;
}

function indent(text: string, by: number): string {
  return text.replace(/^/gm, " ".repeat(by));
}
