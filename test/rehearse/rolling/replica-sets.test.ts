import { expect, test } from "vitest";
import { scaleDownOld, scaleUpNew } from "../../../src/rehearse/rolling/replica-sets.ts";

const strategy = (replicas: number, maxSurge: number, maxUnavailable: number) => ({
  replicas,
  maxSurge,
  maxUnavailable,
  minReadyMs: 0,
});
const set = (wanted: number, available = wanted) => ({ wanted, available });

// replicas, surge, unavailable | old, new | what the new one is to have
test.each([
  [10, 0, 0, 10, 0, 0, "no room without a surge"],
  [10, 2, 0, 10, 0, 2, "the surge"],
  [10, 2, 0, 5, 0, 7, "the surge, and those that have gone"],
  [10, 2, 0, 10, 2, 2, "no room once the surge is used up"],
  [10, 5, 0, 2, 5, 10, "never more than the Deployment has"],
  [10, 3, 2, 13, 0, 0, "an update during an update begins with nothing: too many are there"],
  [10, 3, 2, 14, 1, 1, "more than allowed is no reason to scale down"],
])(
  "%i replicas, surge %i, unavailable %i; %i old, %i new: %i new (%6$s)",
  (replicas, surge, missing, old, fresh, wanted) => {
    expect(scaleUpNew(strategy(replicas, surge, missing), set(old), set(fresh))).toBe(wanted);
  },
);

// replicas, surge, unavailable | old wanted/available, new wanted/available | what the old one is to have
test.each([
  [10, 0, 0, 10, 10, 0, 0, 10, "nothing may be missing"],
  [10, 0, 2, 10, 10, 0, 0, 8, "two may be missing"],
  [10, 2, 0, 10, 10, 2, 0, 10, "new ones that are not available make no room"],
  [10, 2, 0, 10, 10, 2, 1, 9, "one available, one goes"],
  [10, 2, 0, 10, 10, 2, 2, 8, "two available, two go"],
  [10, 3, 2, 8, 8, 5, 0, 8, "an update that crashes leaves all that may not be missing"],
  [10, 3, 2, 8, 7, 5, 0, 8, "and more so if one of the old ones is lost as well"],
  [10, 3, 2, 13, 8, 0, 0, 8, "those that are not available go, and no other"],
  [10, 0, 2, 10, 8, 0, 0, 8, "those that are not available go first and use up what may be missing"],
  [10, 0, 2, 10, 9, 0, 0, 8, "one that is not available, then one that is"],
  [10, 0, 2, 10, 4, 0, 0, 8, "not all unavailable ones at once: never below the least that is wanted"],
  [4, 4, 0, 4, 4, 4, 4, 0, "all of them, once all new ones are there"],
  [3, 0, 3, 3, 3, 0, 0, 0, "all of them at once, if all may be missing"],
  [4, 1, 0, 0, 0, 4, 3, 0, "nothing left to do"],
])(
  "%i replicas, surge %i, unavailable %i; old %i/%i, new %i/%i: %i old (%8$s)",
  (replicas, surge, missing, old, oldAvailable, fresh, freshAvailable, wanted) => {
    const down = scaleDownOld(strategy(replicas, surge, missing), set(old, oldAvailable), set(fresh, freshAvailable));
    expect(down).toBe(wanted);
  },
);
