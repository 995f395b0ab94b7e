// Says things on stderr: one fact a line, one write, never blocking. A line that stderr cannot take at once is dropped.

import { Verbosity } from "../core/plan.ts";
import {
  MSG_DONTWAIT,
  MSG_NOSIGNAL,
  O_CLOEXEC,
  O_NOCTTY,
  O_NONBLOCK,
  O_WRONLY,
  POLLOUT,
  S_IFCHR,
  S_IFIFO,
  S_IFMT,
  S_IFSOCK,
} from "./constants.ts";
import { sayTime } from "./date.ts";
import { path } from "./files.ts";
import { fields, message, whole } from "./line.ts";
import { small, stat } from "./scratch.ts";
import { close, fstat, open, pollnow, send, write } from "./sys.ts";

/** How stderr is written to. */
const enum Sink {
  Closed = 0,
  /** A regular file, or a descriptor of our own that does not block. */
  Direct = 1,
  /** A pipe or device that could not be opened anew: asked first whether it takes a line. */
  Polled = 2,
  Socket = 3,
}

export const enum Level {
  Debug = 0,
  Info = 1,
  Warning = 2,
  Error = 3,
}

/** In the order of Level. */
const levels: StaticArray<string> = ["debug", "info", "warning", "error"];

let sink: Sink = Sink.Closed;
let descriptor: i32 = 2;
let lowest: Level = Level.Info;
let json: bool = false;
let level: Level = Level.Info;
let event: string = "";

/** Looks at what stderr is. Before anything is opened, as a closed stderr's number would be given away. */
export function openLog(): void {
  descriptor = 2;
  if (fstat(2, stat) < 0) return;
  const kind = (load<u16>(stat, 28) as i32) & S_IFMT;
  sink = Sink.Direct;
  if (kind === S_IFSOCK) sink = Sink.Socket;
  else if (kind === S_IFIFO || kind === S_IFCHR) {
    // O_NONBLOCK on the inherited descriptor would be the command's too: it belongs to the open file. A file of our own has its own.
    whole.length = 0;
    whole.text("/proc/self/fd/2");
    whole.byte(0);
    const own = open(whole.start, O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC, 0);
    if (own > 2) descriptor = own;
    else {
      // The number of a closed stdin or stdout, which is to stay closed.
      close(own);
      sink = Sink.Polled;
    }
  }
}

/** A descriptor was closed: if it is the log's, nothing is said any more. */
export function forgetLog(fd: i32): void {
  if (fd === descriptor) sink = Sink.Closed;
}

export function configureLog(verbosity: Verbosity, asJson: bool): void {
  json = asJson;
  if (verbosity === Verbosity.Quiet) lowest = Level.Error;
  else if (verbosity === Verbosity.Verbose) lowest = Level.Debug;
  else lowest = Level.Info;
}

/** Whether a line of this level is printed, so that work for it can be spared. */
export function logs(at: Level): bool {
  return at >= lowest && sink !== Sink.Closed;
}

/** Begins a line; `name` is its stable name in the JSON log. */
export function begin(at: Level, name: string): void {
  level = at;
  event = name;
  message.length = 0;
  fields.length = 0;
}

export function say(text: string): void {
  message.text(text);
}

/** A list in the JSON log, whose items hold what is said in between. */
export function beginList(name: string): void {
  key(name);
  fields.byte(91);
}

export function beginItem(first: bool): void {
  if (!first) fields.byte(44);
  fields.byte(123);
}

export function endItem(): void {
  fields.byte(125);
}

export function endList(): void {
  fields.byte(93);
}

function key(name: string): void {
  if (fields.length === 0 || load<u8>(fields.start + fields.length - 1) !== 123) fields.byte(44);
  fields.byte(34);
  fields.text(name);
  fields.text('":');
}

export function saySignal(name: string, signal: i32): void {
  message.signal(signal);
  key(name);
  fields.byte(34);
  fields.signal(signal);
  fields.byte(34);
}

export function sayNumber(name: string, value: i32): void {
  message.number(value);
  noteNumber(name, value);
}

/** A number that the text does not say so. */
export function noteNumber(name: string, value: i32): void {
  key(name);
  fields.number(value);
}

/** A field whose value is this piece of JSON, and which the text says in its own words. */
export function note(name: string, value: string): void {
  key(name);
  fields.text(value);
}

/** `name` ends in Ms. */
export function sayDuration(name: string, ms: f64): void {
  const millis = ms as i64;
  message.duration(millis);
  key(name);
  fields.number(millis);
}

/** What the rest of a line needs behind a name or a path, and an item of a list without its name. */
const RESERVE: i32 = 192;

/** Whether another item of a list fits. */
export function hasRoom(): bool {
  return message.room() >= RESERVE && fields.room() >= RESERVE;
}

/** Bytes of somebody else: the name of a process, a path. One that is too long is cut. */
export function sayBytes(name: string, start: usize, length: i32): void {
  key(name);
  fields.byte(34);
  if (!message.foreign(start, length, false, RESERVE)) message.text("...");
  if (!fields.foreign(start, length, true, RESERVE)) fields.text("...");
  fields.byte(34);
}

/** A text that the user has written, one character a byte. */
export function sayText(name: string, text: string): void {
  path.length = 0;
  path.text(text);
  sayBytes(name, path.start, path.length);
}

/** An errno, and how it is said, up to the semicolon: those that we meet. */
const errors =
  "\
1 EPERM (operation not permitted);2 ENOENT (no such file or directory);3 ESRCH (no such process);7 E2BIG (argument list too long);\
8 ENOEXEC (no executable format);11 EAGAIN (no more processes allowed);12 ENOMEM (out of memory);13 EACCES (permission denied);\
20 ENOTDIR (not a directory);21 EISDIR (is a directory);22 EINVAL (invalid argument);26 ETXTBSY (file is being written);\
28 ENOSPC (no space left);30 EROFS (read-only file system);36 ENAMETOOLONG (path too long);38 ENOSYS (not in this kernel);40 ELOOP (too many symbolic links);\
104 ECONNRESET (cut off);110 ETIMEDOUT (no answer);111 ECONNREFUSED (nobody listens);113 EHOSTUNREACH (no way there);\
";
const SPACE: i32 = 32;
const SEMICOLON: i32 = 59;

/** An errno as its name, or as its number if it is none that we meet. */
export function sayError(result: i32): void {
  key("error");
  fields.byte(34);
  let at = 0;
  while (at < errors.length) {
    let number = 0;
    for (; errors.charCodeAt(at) !== SPACE; at++) number = number * 10 + errors.charCodeAt(at) - 48;
    const wanted = number === -result;
    for (at++; errors.charCodeAt(at) !== SEMICOLON; at++) if (wanted) sayLetter(errors.charCodeAt(at));
    at++;
    if (wanted) {
      fields.byte(34);
      return;
    }
  }
  message.text("errno ");
  message.number(-result);
  fields.number(-result);
  fields.byte(34);
}

/** A whole line: what `path` leads to, behind `what`, and why not. */
export function sayPathError(level: Level, event: string, what: string, result: i32): void {
  begin(level, event);
  say(what);
  sayBytes("path", path.start, path.length);
  say("': ");
  sayError(result);
  end();
}

function sayLetter(letter: i32): void {
  message.byte(letter);
  fields.byte(letter);
}

/** Writes the line, if its level is wanted. */
export function end(): void {
  if (!logs(level)) return;
  whole.length = 0;
  if (json) {
    whole.text('{"time":"');
    sayTime();
    whole.text('","level":"');
    whole.text(levels[level]);
    whole.text('","event":"');
    whole.text(event);
    whole.text('","message":"');
    whole.foreign(message.start, message.length, true, fields.length + 3);
    whole.byte(34);
    whole.append(fields.start, fields.length);
    whole.byte(125);
  } else {
    whole.text("lastcall: ");
    whole.foreign(message.start, message.length, false, 1);
  }
  whole.byte(10);
  put(whole.start, whole.length);
}

/** Every result is dropped: there is nobody left to tell. */
function put(start: usize, length: i32): void {
  if (sink === Sink.Socket) {
    send(descriptor, start, length, MSG_DONTWAIT | MSG_NOSIGNAL);
    return;
  }
  if (sink === Sink.Polled) {
    store<i32>(small, descriptor);
    store<i32>(small, POLLOUT, 4);
    if (pollnow(small) <= 0 || (load<u16>(small, 6) & POLLOUT) === 0) return;
  }
  write(descriptor, start, length);
}
