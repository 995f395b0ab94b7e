// What each shell has to suggest at the end of a line, in any order. A shell suggests the whole word, or the part of it
// that is still to be replaced: `ending` makes them alike.

/** [line, what is suggested] */
export const exact: [string, string[]][] = [
  ["lastcall-init --de", ["--delay", "--deadline", "--delay-min"]],
  ["lastcall-init -v -g --stop-", ["--stop-signals", "--stop-file"]],
  ["lastcall-init --delay 5s --dea", ["--deadline"]],
  ["lastcall-init --target ", ["app", "child", "group", "all"]],
  ["lastcall-init --target=a", ["app", "all"]],
  ["lastcall-init --wait ", ["all", "command"]],
  ["lastcall-init --as tini", ["tini", "tini-static"]],
  ["lastcall-init --log=", ["text", "json"]],
  ["lastcall-init --delay ", ["auto"]],
  ["lastcall-init -p HU", ["HUP"]],
  ["lastcall-init --parent-signal=SIGHU", ["SIGHUP"]],
  ["lastcall-init --stop-signals TERM,Q", ["QUIT"]],
  ["lastcall-init --stop-signals=TERM,SIGQ", ["SIGQUIT"]],
  ["lastcall-init -r HU", ["HUP"]],
  ["lastcall-init -vr HUP:US", ["USR1", "USR2"]],
  ["lastcall-init --rewrite=HUP:USR1,USR2:HU", ["HUP"]],
  ["lastcall-init -r HUP:0", ["0"]],
  ["lastcall-init --escalate Q", ["QUIT"]],
  ["lastcall-init --escalate INT@10s,Q", ["QUIT"]],
  ["lastcall-init --user root:roo", ["root"]],
  ["lastcall-init --ready-file mar", ["mark"]],
  ["lastcall-init --install=mar", ["mark"]],
  // The command's own options are not ours, wherever it begins.
  ["lastcall-init no-such-command --de", []],
  ["lastcall-init -- no-such-command --de", []],
  ["lastcall-init --delay 5s no-such-command --de", []],
  ["lastcall-init -vp HUP no-such-command --de", []],
  ["lastcall-init -- --de", []],
  ["lastcall run --de", ["--delay", "--deadline", "--delay-min"]],
  ["lastcall run --target=g", ["group"]],
  ["lastcall run -- no-such-command --de", []],
  ["lastcall ", ["run", "install", "rehearse", "completion", "help"]],
  ["lastcall --", ["--help", "--version"]],
  ["lastcall install --", ["--arch", "--help", "--version"]],
  ["lastcall install --arch ", ["x64", "arm64"]],
  ["lastcall install --arch=a", ["arm64"]],
  ["lastcall install mar", ["mark"]],
  ["lastcall completion ", ["bash", "zsh", "fish"]],
  ["lastcall help in", ["install"]],
  ["lastcall rehearse --pre", ["--pre-stop", "--pre-stop-http", "--pre-stop-sleep"]],
  ["lastcall rehearse --engine ", ["kubernetes", "docker", "compose", "ecs", "nomad", "cloud-run"]],
  ["lastcall rehearse --engine=c", ["compose", "cloud-run"]],
  ["lastcall rehearse --endpoint-lag ", ["clusterip", "ingress-nginx", "mesh", "alb", "neg", "nlb"]],
  ["lastcall rehearse --format ", ["text", "json", "markdown", "junit", "github"]],
  ["lastcall rehearse --compare t", ["tini"]],
  ["lastcall rehearse --compare none,tini,d", ["dumb-init"]],
  ["lastcall rehearse --compare=none,s", ["sh"]],
  ["lastcall rehearse --url :8080/ --stop-signal QU", ["QUIT"]],
  ["lastcall rehearse --manifest mar", ["mark"]],
  ["lastcall rehearse --html=mar", ["mark"]],
  ["lastcall rehearse --prove mar", ["mark"]],
  ["lastcall rehearse --prove -- mar", ["mark"]],
];

/** [line, what it becomes] where only one thing fits; without the space, = or comma that shells put behind it. */
export const completed: [string, string][] = [
  ["lastcall-init --dead", "lastcall-init --deadline"],
  ["lastcall-init --target=g", "lastcall-init --target=group"],
  ["lastcall-init --stop-signals TERM,SIGQ", "lastcall-init --stop-signals TERM,SIGQUIT"],
  ["lastcall-init -r HUP:USR1,USR2:HU", "lastcall-init -r HUP:USR1,USR2:HUP"],
  ["lastcall-init --escalate INT@10s,Q", "lastcall-init --escalate INT@10s,QUIT@"],
  ["lastcall-init --user root:roo", "lastcall-init --user root:root"],
  ["lastcall-init --ready-file=mar", "lastcall-init --ready-file=mark"],
  ["lastcall run -v --rewrite=HUP:TE", "lastcall run -v --rewrite=HUP:TERM"],
  ["lastcall install --arch=a", "lastcall install --arch=arm64"],
  ["lastcall rehearse --compare=none,t", "lastcall rehearse --compare=none,tini"],
];

/** [line, one of many that are suggested] */
export const among: [string, string][] = [
  ["lastcall-init env", "env"],
  ["lastcall-init -- env", "env"],
  ["lastcall-init -g env", "env"],
  ["lastcall-init --delay 5s env", "env"],
  ["lastcall-init --pre-stop env", "env"],
  ["lastcall-init --user roo", "root"],
  ["lastcall run env", "env"],
  ["lastcall run -- env", "env"],
];

/** Where the shell knows the command's options itself. */
export const commands: [string, string][] = [
  ["lastcall-init chmod --refer", "--reference"],
  ["lastcall-init -- chmod --refer", "--reference"],
  ["lastcall-init -v --delay 5s -- chmod --refer", "--reference"],
  ["lastcall run chmod --refer", "--reference"],
  ["lastcall run -r HUP:TERM -- chmod --refer", "--reference"],
];

/** The end of a candidate that its list item is, without what the shell puts behind it to go on. */
export function ending(candidate: string): string {
  return candidate.replace(/[:@=]$/, "").replace(/^.*[=,:@/]/, "");
}
