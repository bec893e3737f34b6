import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";

/** Files of an authority of our own, of a server that it vouches for, and of a client. */
export interface Certificates {
  readonly authority: string;
  readonly server: { readonly cert: string; readonly key: string };
  readonly client: { readonly cert: string; readonly key: string };
}

/** Makes them with openssl, for a server of these names. */
export function makeCertificates(folder: string, names: readonly string[]): Certificates {
  const path = (name: string) => join(folder, name);
  const openssl = (...args: string[]) => execFileSync("openssl", args, { stdio: "pipe" });
  const key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
  const of = (name: string) => ({ cert: path(`${name}.pem`), key: path(`${name}.key`) });
  const authority = of("authority");
  openssl("req", "-x509", ...key, "-keyout", authority.key, "-out", authority.cert, "-days", "2", "-subj", "/CN=own");
  const signed = (name: string, extensions: string) => {
    const files = of(name);
    writeFileSync(path(`${name}.ext`), extensions);
    openssl("req", ...key, "-keyout", files.key, "-out", path(`${name}.csr`), "-subj", `/CN=${name}`);
    openssl(
      ...[
        "x509",
        "-req",
        "-in",
        path(`${name}.csr`),
        "-out",
        files.cert,
        "-days",
        "2",
        "-extfile",
        path(`${name}.ext`),
      ],
      ...["-CA", authority.cert, "-CAkey", authority.key, "-CAcreateserial"],
    );
    return files;
  };
  return {
    authority: authority.cert,
    server: signed("server", `subjectAltName=${names.map((name) => `DNS:${name}`).join(",")}\n`),
    client: signed("client", "extendedKeyUsage=clientAuth\n"),
  };
}
