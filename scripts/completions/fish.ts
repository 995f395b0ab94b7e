// The completions for fish, 3.1 or later.

import type { Choice, SubCommand, Tool } from "./tool.ts";

/** The file, for lastcall-init and lastcall. */
export function fishCompletion({ flags, own, run, commands, signals }: Tool): string {
  const all = [run, ...commands];
  const init = ["-c lastcall-init -n __lastcall_at_options", "-c lastcall -n __lastcall_at_run_options"];
  return `# fish completion for lastcall-init(1) and lastcall. Made from their options by scripts/completions/fish.ts.

# The words before the cursor, one a line, behind the options of the init; fails where there are only options yet.
function __lastcall_command
    set -l tokens (commandline -opc)
    set -e tokens[1]
    if test "$argv[1]" = run
        test "$tokens[1]" = run; or return 1
        set -e tokens[1]
    end
    while set -q tokens[1]
        set -l token $tokens[1]
        if not string match -qr -- '^-.' $token
            break
        end
        set -e tokens[1]
        if test "$token" = --
            test (count $tokens) -gt 0; and printf '%s\\n' $tokens
            return 0
        end
        if string match -qr -- '^(${takesValue(flags)})$' $token
            set -q tokens[1]; or return 1
            set -e tokens[1]
        end
    end
    set -q tokens[1]; or return 1
    printf '%s\\n' $tokens
end

function __lastcall_at_options
    not __lastcall_command >/dev/null
end

function __lastcall_at_run
    set -l tokens (commandline -opc)
    test "$tokens[2]" = run
end

function __lastcall_at_run_options
    __lastcall_at_run; and not __lastcall_command run >/dev/null
end

# Whether there is no sub-command yet, or it is the one that is named.
function __lastcall_at
    set -l tokens (commandline -opc)
    test "$tokens[2]" = "$argv[1]"
end

# The command behind the options, by its own completion.
function __lastcall_complete_command
    set -l tokens (__lastcall_command $argv | string escape)
    set -l line (string join " " -- $tokens (commandline -ct))
    # An option of ours, not of a command.
    if not string match -q -- '-*' $line
        complete "-C$line"
    end
end

function __lastcall_signals
    set -l names ${signals.join(" ")}
    if string match -q 'SIG*' -- $argv[1]
        set names SIG$names
    end
    string join \\n -- $names
end

# A list's next item: the items before it are put in front of each candidate, and --option= goes off.
function __lastcall_items
    set -l token (commandline -ct | string replace -r '^--[^=]*=' '')
    set -l item (string split , -- $token)[-1]
    set -l before (string replace -r '[^,]*$' '' -- $token)
    switch $argv[1]
        case signal
            __lastcall_signals $token
        case signals
            set -l names (__lastcall_signals $item)
            string join \\n -- $before$names
        case list
            string join \\n -- $before$argv[2..-1]
        case rewrites
            if string match -q '*:*' -- $item
                set -l from (string split -m 1 : -- $item)
                set -l names (__lastcall_signals $from[2]) 0
                string join \\n -- $before$from[1]:$names
            else
                set -l names (__lastcall_signals $item)
                string join \\n -- $before$names:
            end
        case escalations
            if not string match -q '*@*' -- $item
                set -l names (__lastcall_signals $item)
                string join \\n -- $before$names@
            end
        case user
            if string match -q '*:*' -- $token
                set -l groups (__fish_complete_groups | string replace -r '\\t.*' '')
                string join \\n -- (string replace -r ':.*' '' -- $token):$groups
            else
                __fish_complete_users
            end
    end
end

# Where a command begins there are no files to be suggested but programs, and its arguments are its own affair.
complete -c lastcall-init -x
complete -c lastcall -x
complete -c lastcall-init -x -a '(__lastcall_complete_command)'
complete -c lastcall -n __lastcall_at_run -x -a '(__lastcall_complete_command run)'

${flags.flatMap((flag) => init.map((where) => option(where, flag))).join("\n")}

${own.map((choice) => option("-c lastcall -n '__lastcall_at'", choice)).join("\n")}
${all.map(({ name, help }) => `complete -c lastcall -n '__lastcall_at' -x -a ${name} -d ${quoted(help)}`).join("\n")}
${commands.flatMap(commandLines).join("\n")}
`;
}

function takesValue(flags: readonly Choice[]): string {
  const withValue = flags.filter(({ value }) => value !== "");
  const switches = flags.filter(({ value }) => value === "").map(({ short }) => short);
  const short = withValue.map((flag) => flag.short);
  const long = withValue.filter((flag) => flag.long !== "").map((flag) => `--${flag.long}`);
  return [...long, `-[${switches.join("")}]*[${short.join("")}]`].join("|");
}

function option(where: string, choice: Choice): string {
  const names = [choice.short && `-s ${choice.short}`, choice.long && `-l ${choice.long}`].filter(
    (name) => name !== "",
  );
  const value = choice.value && ` ${argument(choice)}`;
  return `complete ${where} ${names.join(" ")}${value} -d ${quoted(choice.help)}`;
}

/** -x: a value, and no files in its place. */
function argument({ kind, words }: Pick<Choice, "kind" | "words">): string {
  switch (kind) {
    case "words":
      return `-x -a ${quoted(words.join(" "))}`;
    case "list":
      return `-x -a '(__lastcall_items list ${words.join(" ")})'`;
    case "signal":
    case "signals":
    case "rewrites":
    case "escalations":
    case "user":
      return `-x -a '(__lastcall_items ${kind})'`;
    case "file":
      return "-r -F";
    case "program":
      return "-x -a '(__fish_complete_command)'";
    default:
      return "-x";
  }
}

function commandLines({ name, choices, operands }: SubCommand): string[] {
  const where = `-c lastcall -n '__lastcall_at ${name}'`;
  const values = operands.slice(0, 1).map((operand) => {
    return operand.kind === "file" ? `complete ${where} -F` : `complete ${where} ${argument(operand)}`;
  });
  return [...values, ...choices.map((choice) => option(where, choice))];
}

function quoted(text: string): string {
  return `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
}
