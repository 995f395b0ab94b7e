// What the completions of each shell are called: bash-completion and zsh find them by these names in their folders.

export const completionFiles = {
  bash: "lastcall-init.bash",
  zsh: "_lastcall-init",
  fish: "lastcall-init.fish",
} as const;
export type Shell = keyof typeof completionFiles;
