// Which network a container gets, and where its ports are reached from here.

import { networkInterfaces } from "node:os";
import { ask, type Cli } from "./container-cli.ts";
import type { Network } from "./container-words.ts";

export interface Address {
  readonly host: string;
  readonly port: number;
}

/** What `inspect` tells of a container's network, where docker and podman agree. */
export interface NetworkSettings {
  readonly Ports?: Readonly<Record<string, readonly { HostPort: string }[] | null>> | null;
  readonly Networks?: Readonly<Record<string, { Gateway?: string; IPAddress?: string }>> | null;
}

/**
 * A network of the container's own, if the engine has one to give. Reached through the bridge where that is one of this machine's, for
 * there a refused connection is seen as refused; what forwards a published port accepts connections itself.
 */
export async function chooseNetwork(cli: Cli): Promise<Network> {
  // Rootless, podman's default is no bridge and cannot be inspected; and it tells of the others when the container is there.
  if (cli === "podman") return "published";
  const answer = await ask(cli, [
    "network",
    "inspect",
    "bridge",
    "--format",
    "{{range .IPAM.Config}}{{.Gateway}} {{end}}",
  ]);
  if (answer.code !== 0) return "host";
  return answer.stdout.split(/\s+/).some((gateway) => isOurs(gateway)) ? "own" : "published";
}

/** Where a port of a container with a network of its own is reached; null if nowhere. */
export function addressOf(port: number, settings: NetworkSettings, ours: IsOurs = isOurs): Address | null {
  const direct = directHost(settings, ours);
  if (direct !== null) return { host: direct, port };
  const published = settings.Ports?.[`${port}/tcp`]?.[0];
  return published === undefined ? null : { host: "127.0.0.1", port: Number(published.HostPort) };
}

/** The container's own address, if its gateway is this machine; null if it is another one, or is in a namespace of the engine's. */
export function directHost(settings: NetworkSettings, ours: IsOurs = isOurs): string | null {
  for (const { Gateway, IPAddress } of Object.values(settings.Networks ?? {})) {
    if (Gateway && IPAddress && ours(Gateway)) return IPAddress;
  }
  return null;
}

type IsOurs = (address: string) => boolean;

function isOurs(address: string): boolean {
  return Object.values(networkInterfaces()).some((all) => all?.some((one) => one.address === address));
}

/** Whether an engine could not give the container the network that was asked for. */
export const isNetworkTrouble = (text: string): boolean =>
  /\b(network|netns|bridge|iptables|nft|netavark|aardvark|cni|slirp4netns|pasta|endpoint|port mapping|rootlessport)\b/i.test(
    text,
  );
