// The completions for zsh, to be found along $fpath as _lastcall-init, or to be read by .zshrc.

import { type Choice, type SubCommand, spellings, type Tool } from "./tool.ts";

/** The file, for lastcall-init and lastcall. */
export function zshCompletion({ flags, own, run, commands, signals }: Tool): string {
  const all = [run, ...commands];
  return `#compdef lastcall-init lastcall
# zsh completion for lastcall-init(1) and lastcall. Made from their options by scripts/completions/zsh.ts.

# TERM, or SIGTERM where that is how it was begun.
_lastcall_signals() {
  local -a names=(${signals.join(" ")})
  if [[ $PREFIX == SIG* ]]; then names=(SIG$^names); fi
  _wanted signals expl signal compadd "$@" -a names
}

_lastcall_rewrites() {
  compset -P '*,'
  if compset -P '*:'; then
    _alternative 'signals:signal:_lastcall_signals' 'nothing:dropped:(0)'
  else
    _lastcall_signals -q -S :
  fi
}

_lastcall_escalations() {
  compset -P '*,'
  if [[ $PREFIX == *@* ]]; then
    _message 'duration'
  else
    _lastcall_signals -q -S @
  fi
}

_lastcall_user() {
  if compset -P '*:'; then _groups; else _users; fi
}

# What stands behind the options: a command's own words. _arguments leaves a -- that stands first among them.
_lastcall_command() {
  if [[ $words[1] == -- ]]; then
    shift words
    ((CURRENT--))
  fi
  _normal
}

# The options of the init, and the command behind them.
_lastcall_init() {
  _arguments -s -S -A '-*' \\
${specs(flags)} \\
    '(-)1:command:_command_names -e' \\
    '*::argument:_lastcall_command'
}

_lastcall() {
  local context state state_descr line
  typeset -A opt_args
  local -a sub_commands=(
${all.map(({ name, help }) => `    ${quoted(`${name}:${help}`)}`).join("\n")}
  )
  _arguments -S -A '-*' \\
${specs(own)} \\
    '(-)1:command:->command' \\
    '*::argument:->arguments'
  case $state in
    command) _describe command sub_commands ;;
    arguments)
      case $line[1] in
        ${run.name}) _lastcall_init ;;
${commands.map(commandCase).join("\n")}
      esac
      ;;
  esac
}

_lastcall-init() {
  if [[ $service == lastcall ]]; then _lastcall; else _lastcall_init; fi
}

# Autoloaded by compinit this file is the function's body; read by .zshrc it has to say what it is for.
if [[ $funcstack[1] == _lastcall-init ]]; then
  _lastcall-init "$@"
else
  compdef _lastcall-init lastcall-init lastcall
fi
`;
}

/** An argument of _arguments for each spelling of each option. */
function specs(choices: readonly Choice[]): string {
  return choices
    .flatMap((choice) => spellings(choice).map((name) => `    ${quoted(spec(choice, name))}`))
    .join(" \\\n");
}

function spec(choice: Choice, name: string): string {
  const others = spellings(choice);
  const before = choice.repeatable ? "*" : others.length > 1 ? `(${others.join(" ")})` : "";
  // -r+: the value may be in the same word or in the next; --rewrite=: behind an = or in the next.
  const takes = choice.value === "" ? "" : name.startsWith("--") ? "=" : "+";
  const help = choice.help.replace(/[[\]\\:]/g, "\\$&");
  const value = choice.value && `:${choice.value.replace(/[:\\]/g, "\\$&")}:${action(choice)}`;
  return `${before}${name}${takes}[${help}]${value}`;
}

function action({ kind, words }: Pick<Choice, "kind" | "words">): string {
  switch (kind) {
    case "words":
      return `(${words.join(" ")})`;
    case "list":
      return `_sequence compadd - ${words.join(" ")}`;
    case "signal":
      return "_lastcall_signals";
    case "signals":
      return "_sequence _lastcall_signals";
    case "rewrites":
      return "_lastcall_rewrites";
    case "escalations":
      return "_lastcall_escalations";
    case "user":
      return "_lastcall_user";
    case "file":
      return "_files";
    case "program":
      return "_command_names -e";
    default:
      return " ";
  }
}

function commandCase({ name, choices, operands }: SubCommand): string {
  const words = operands.map((operand, at) => quoted(`${at + 1}:${operand.name}:${action(operand)}`));
  return `        ${name}) _arguments -S \\\n${[...specs(choices).split(" \\\n"), ...words.map((word) => `    ${word}`)]
    .filter((line) => line.trim() !== "")
    .map((line) => `      ${line}`)
    .join(" \\\n")} ;;`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
