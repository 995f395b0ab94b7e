// The GET request of a --pre-stop-http hook, in a process of its own that may wait as long as it takes. What went wrong it says
// itself: the init sees an exit code only.

import { Hook } from "../core/hook.ts";
import { finalStatus, NOT_HTTP, PENDING } from "../core/http-response.ts";
import { url } from "../core/http-url.ts";
import { address, readAddress } from "../core/ip-address.ts";
import { version } from "../core/version.ts";
import { AF_INET, AF_INET6, EINTR, O_CLOEXEC, SOCK_STREAM } from "./constants.ts";
import { path, text } from "./files.ts";
import { begin, end, Level, say, sayError, sayNumber, sayText } from "./log.ts";
import { small, TEXT_BYTES } from "./scratch.ts";
import { connect, read, socket, write } from "./sys.ts";

/** The exit code: 0 for a status from 200 to 399, which is what the kubelet's probes count as success (pkg/probe/http/http.go). */
export function request(hook: Hook): i32 {
  const fd = connected(hook);
  if (fd < 0) return fail(hook, "connect: ", fd);
  send(fd);
  let length = 0;
  let status = PENDING;
  while (status === PENDING) {
    const bytes = read(fd, text.dataStart + length, TEXT_BYTES - length);
    if (bytes === EINTR) continue;
    if (bytes < 0) return fail(hook, "read: ", bytes);
    if (bytes === 0) return fail(hook, "closed without an answer", 0);
    length += bytes;
    status = finalStatus(text, length);
  }
  if (status === NOT_HTTP) return fail(hook, "the answer is not HTTP", 0);
  return status >= 200 && status < 400 ? 0 : fail(hook, "status ", status);
}

/** A descriptor, or -errno. */
function connected(hook: Hook): i32 {
  const length = readAddress(hook.address);
  const isIpv6 = length === 16;
  const family = isIpv6 ? AF_INET6 : AF_INET;
  // struct sockaddr_in: family, port, address. struct sockaddr_in6: family, port, flow, address, scope. 16 and 28 bytes (ip(7), ipv6(7)).
  memory.fill(small, 0, 32);
  store<u16>(small, family);
  store<u8>(small, url.port >> 8, 2);
  store<u8>(small, url.port, 3);
  memory.copy(small + (isIpv6 ? 8 : 4), address.dataStart, length);
  const fd = socket(family, SOCK_STREAM | O_CLOEXEC, 0);
  if (fd < 0) return fd;
  const result = connect(fd, small, isIpv6 ? 28 : 16);
  return result < 0 ? result : fd;
}

/** A write that fails is told of by the next reading; what was answered before counts. */
function send(fd: i32): void {
  path.length = 0;
  path.text("GET ");
  path.text(url.path);
  path.text(" HTTP/1.1\r\nHost: ");
  path.text(url.host);
  if (url.port !== 80) {
    path.byte(58);
    path.number(url.port);
  }
  path.text("\r\nUser-Agent: lastcall/");
  path.text(version);
  path.text("\r\nConnection: close\r\n\r\n");
  write(fd, path.start, path.length);
}

/** Begins a line about a hook that failed. */
export function beginHook(hook: Hook, level: Level, event: string): void {
  begin(level, event);
  say("pre-stop hook '");
  sayText("hook", hook.text);
  say("': ");
}

/** `result`: an errno below 0, a status above. */
function fail(hook: Hook, what: string, result: i32): i32 {
  beginHook(hook, Level.Warning, "hook-failed");
  say(what);
  if (result < 0) sayError(result);
  else if (result > 0) sayNumber("status", result);
  end();
  return 1;
}
