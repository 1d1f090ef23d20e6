/** Plain JavaScript that any Node runs: says in one line which Node is needed, if this one is too old. */
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);

if (major < 22 || (major === 22 && minor < 18)) {
  process.stderr.write(
    `Tabkeeper needs Node 22.18 or later, and this is ${process.version}. On Linux and Windows (x64, arm64) "npm ci" brings Node 24 along, and npm scripts use it.\n`,
  );
  process.exit(1);
}
