// The endpoints of a Service as kube-proxy sees them, one after the other in turn. Who is told of what when is the caller's affair; pure.

/** Where a pod receives. */
export interface Endpoint {
  readonly pod: number;
  readonly host: string;
  readonly port: number;
}

/**
 * Those of terminating pods receive only while there is no other one: KEP-1669 (ProxyTerminatingEndpoints, GA in 1.28). A pod that
 * terminates is taken for serving, as its readiness probe would say of an app that does not fail it on purpose.
 */
export class Endpoints {
  private ready: Endpoint[] = [];
  private terminating: Endpoint[] = [];
  private turn = 0;

  add(endpoint: Endpoint): void {
    this.ready.push(endpoint);
  }

  /** It is known that the pod terminates. */
  terminate(pod: number): void {
    const found = this.ready.find((endpoint) => endpoint.pod === pod);
    if (found === undefined) return;
    this.ready = this.ready.filter((endpoint) => endpoint !== found);
    this.terminating.push(found);
  }

  /** The pod is gone. As long as it is not known to terminate, it goes on being chosen. */
  gone(pod: number): void {
    this.terminating = this.terminating.filter((endpoint) => endpoint.pod !== pod);
  }

  /** Whose turn it is; null if there is nobody. */
  next(): Endpoint | null {
    const choice = this.ready.length > 0 ? this.ready : this.terminating;
    if (choice.length === 0) return null;
    this.turn = (this.turn + 1) % choice.length;
    return choice[this.turn] ?? null;
  }
}
