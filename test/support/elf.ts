// Which init the black-box tests run: the one just built, or any other through LASTCALL_INIT
// (CI runs the same tests on a build made by another C compiler).
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";

const built = fileURLToPath(new URL("../../dist/lastcall-init", import.meta.url));

export const initPath: string =
  process.env.LASTCALL_INIT === undefined || process.env.LASTCALL_INIT === ""
    ? built
    : resolve(process.env.LASTCALL_INIT);
