// Manifests for tests, of as little as is looked at.

/** A workload with one container, whose fields are `container`, in a pod with the fields `pod`. Every line of both is indented here. */
export function deployment(container: string, pod = "", kind = "Deployment"): string {
  const indented = (text: string, by: number) =>
    text
      .split("\n")
      .filter((line) => line.trim() !== "")
      .map((line) => `${" ".repeat(by)}${line}\n`)
      .join("");
  return `kind: ${kind}
metadata: { name: web }
spec:
  template:
    spec:
${indented(pod, 6)}      containers:
        - name: app
${indented(container, 10)}`;
}
