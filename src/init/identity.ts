// Whom the command and the hooks run as (--user): looked up before the start, become in the child. We keep our own rights, as gosu
// in front of us could not let us, so that we may signal both.

import {
  entryBytes,
  entryGroup,
  entryId,
  homeFrom,
  homeLength,
  lookFor,
  lookForMemberships,
  nextEntry,
  Wanted,
} from "../core/passwd.ts";
import { ENOENT, EPERM, PR_GET_DUMPABLE, PR_SET_DUMPABLE, PR_SET_PDEATHSIG } from "./constants.ts";
import { environment } from "./environment.ts";
import { beginPath, openPath, readChunk, text } from "./files.ts";
import { begin, end, Level, say, sayError } from "./log.ts";
import { LIST_LENGTH, list } from "./scratch.ts";
import { plan } from "./state.ts";
import { addressOf, close, getgid, getuid, prctl, setfsgid, setfsuid, setgid, setgroups, setuid } from "./sys.ts";

/** -1 without --user. */
let uid: i32 = -1;
let gid: i32 = 0;
/** Supplementary groups. */
let groups: usize = 0;
let groupCount: i32 = 0;
/** Of ourselves, before anything is changed. */
let ownUid: i32 = 0;
let ownGid: i32 = 0;
let dumpable: bool = false;

/** Before the command starts: false after saying why not. Puts HOME into the environment, for which argv, of `argc` words, moves. */
export function resolveIdentity(argc: i32): bool {
  const text = plan.user;
  if (text.length === 0) return true;
  ownUid = getuid();
  ownGid = getgid();
  dumpable = prctl(PR_GET_DUMPABLE, 0) === 1;
  const colon = text.indexOf(":");
  uid = lookFor(Wanted.User, text, 0, colon < 0 ? text.length : colon);
  const found = look(Wanted.User, uid >= 0);
  if (found < 0) return false;
  // As gosu: a number that is no user's leaves the group as it is.
  gid = found > 0 ? entryGroup : ownGid;
  if (found > 0) uid = entryId;
  putHome(found > 0 ? homeLength : 0, argc);
  if (colon >= 0) {
    gid = lookFor(Wanted.Group, text, colon + 1, text.length);
    if (gid < 0) {
      if (look(Wanted.Group, false) < 0) return false;
      gid = entryId;
    }
  } else if (found > 0) {
    lookForMemberships();
    groupCount = look(Wanted.Memberships, true);
    if (groupCount < 0) return false;
    // The list is wanted for other things, and hooks come later.
    const bytes = (groupCount < LIST_LENGTH ? groupCount : LIST_LENGTH) << 2;
    groups = heap.alloc(bytes);
    memory.copy(groups, list, bytes);
  }
  return true;
}

/**
 * How many entries are wanted: the first user or group, or all memberships, whose ids are put down. -1 after saying that the file
 * cannot be read or, unless it is `optional`, that there is none.
 */
function look(wanted: Wanted, optional: bool): i32 {
  const file = wanted === Wanted.User ? "/etc/passwd" : "/etc/group";
  beginPath(file);
  const fd = openPath();
  let length = fd;
  let found = 0;
  for (let more = fd >= 0; more; ) {
    length = readChunk(fd);
    more = length > 0;
    let to = length;
    if (!more) {
      // The last line may lack its end.
      text[0] = 10;
      to = 1;
    }
    for (let at = nextEntry(text, 0, to); at >= 0; at = nextEntry(text, at, to)) {
      // As many as the kernel takes (NGROUPS_MAX): with more of them it refuses.
      if (found < LIST_LENGTH) store<i32>(list + (found << 2), entryId);
      found++;
      if (wanted === Wanted.Memberships) continue;
      more = false;
      break;
    }
  }
  if (fd >= 0) close(fd);
  if (length >= 0 ? found > 0 || optional : length === ENOENT && optional) return found;
  begin(Level.Error, "bad-option");
  say(plan.userAsGiven);
  if (length >= 0) {
    say(": no such ");
    say(wanted === Wanted.User ? "user in " : "group in ");
    say(file);
    say(": expected a name from there or a number up to 2147483647");
  } else {
    say(": cannot read ");
    say(file);
    say(": ");
    sayError(length);
  }
  end();
  return -1;
}

function putHome(length: i32, argc: i32): void {
  const home = heap.alloc(length + 8);
  // "HOME=/", with a NUL behind it.
  store<u32>(home, 0x454d4f48);
  store<u32>(home, 0x2f3d, 4);
  if (length > 0) {
    memory.copy(home + 5, entryBytes.dataStart + homeFrom, length);
    store<u8>(home + length, 0, 5);
  }
  environment.prepend("HOME", addressOf(home), argc);
}

/** In the child, before it becomes the command or a hook. False after saying why it cannot. */
export function becomeIdentity(): bool {
  if (uid < 0) return true;
  let result = setgroups(groupCount, groups);
  // Whoever is that user already, without the right to choose groups, keeps those that the engine gave.
  if (result === EPERM && uid === ownUid && gid === ownGid) result = 0;
  if (result === 0) result = setgid(gid);
  if (result === 0) result = setuid(uid);
  if (result === 0) return true;
  begin(Level.Error, "cannot-become-user");
  say("cannot become user '");
  say(plan.user);
  say("': ");
  sayError(result);
  end();
  return false;
}

/**
 * From here on we open files as the user. Without CAP_SYS_PTRACE, which containers lack, not even root may see the descriptors of
 * another user's process, and the search for the target has to (ptrace_may_access in kernel/ptrace.c asks for the fsuid).
 */
export function actAsUser(): void {
  if (uid >= 0) openFilesAs(uid, gid);
}

/** For files of our own. */
export function actAsOurselves(): void {
  if (uid >= 0) openFilesAs(ownUid, ownGid);
}

function openFilesAs(user: i32, group: i32): void {
  setfsgid(group);
  setfsuid(user);
  stayVisible();
  // commit_creds in kernel/cred.c takes this away as well.
  if (plan.parentSignal > 0) prctl(PR_SET_PDEATHSIG, plan.parentSignal);
}

/**
 * After spawn(). A change of user makes memory undumpable, ours too as long as the child has it: so nobody of that user can get at
 * it. Afterwards /proc/1/fd and the like have to be there for others again.
 */
export function stayVisible(): void {
  if (dumpable) prctl(PR_SET_DUMPABLE, 1);
}
