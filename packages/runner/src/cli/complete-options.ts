import type { Command } from "commander";

/** `wa-routing complete` */
export function addComplete(program: Command): Command {
  return program
    .command("complete")
    .description("prints what makes a shell complete wa-routing: bash, zsh or fish")
    .argument("[words...]", "the shell; behind --, what was typed so far")
    .addHelpText(
      "after",
      `
bash:  source <(wa-routing complete bash)                in ~/.bashrc
zsh:   source <(wa-routing complete zsh)                 in ~/.zshrc
fish:  wa-routing complete fish | source                 in ~/.config/fish/config.fish`,
    );
}
