// dist/lastcall, and commands to compare with and without it.
import { fileURLToPath } from "node:url";

export const executablePath: string = fileURLToPath(new URL("../../dist/lastcall", import.meta.url));
