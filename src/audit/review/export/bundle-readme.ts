/** How to check a bundle without us: the text that goes into it. Its commands are run by a test. */

/** The README of an evidence bundle. */
export function readme(): string {
  return `Evidence from an Ostiary audit log (synthetic data)
====================================================

  entries.jsonl    one entry on each line: its bytes as hashed ("entry"), and of the sections that are shown, content and salt
  proofs/N.tlog-proof  proof that entry N is in the log (c2sp.org/tlog-proof@v1)
  checkpoint.txt   the signed state of the log that every proof leads to (c2sp.org/tlog-checkpoint)
  policy.txt       whose signatures to believe (c2sp.org/tlog-policy)
  manifest.json    SHA-256 of every file above; manifest.note is the same text, signed with the key in signer.vkey

Compare the key in the line "log" of policy.txt, and the key in signer.vkey, with those that the operator published. A
key that you have from this bundle alone proves nothing. All commands run in this folder, in bash, with jq, xxd and
OpenSSL 3.

1. The files are those of the manifest
--------------------------------------
jq -r '.files[] | "\\(.sha256)  \\(.name)"' manifest.json | sha256sum -c --quiet && echo 'files: good'

2. The manifest is signed
-------------------------
sed '/^$/,$d' manifest.note | cmp - manifest.json
sed -n 's/^— [^ ]* //p' manifest.note | base64 -d | tail -c +5 > /tmp/signature
(printf '302a300506032b6570032100' | xxd -r -p; cut -d+ -f3- signer.vkey | base64 -d | tail -c +2) > /tmp/key.der
openssl pkeyutl -verify -pubin -keyform DER -inkey /tmp/key.der -rawin -in manifest.json -sigfile /tmp/signature

3. The checkpoint is signed by the log
--------------------------------------
sed '/^$/,$d' checkpoint.txt > /tmp/text
vkey=$(sed -n 's/^log \\([^ ]*\\).*/\\1/p' policy.txt)
grep -F "— \${vkey%%+*} " checkpoint.txt | head -n 1 | sed 's/^— [^ ]* //' | base64 -d | tail -c +5 > /tmp/signature
(printf '302a300506032b6570032100' | xxd -r -p; printf %s "$vkey" | cut -d+ -f3- | base64 -d | tail -c +2) > /tmp/key.der
openssl pkeyutl -verify -pubin -keyform DER -inkey /tmp/key.der -rawin -in /tmp/text -sigfile /tmp/signature

4. Every entry hashes to its leaf, and every section to the commitment in its entry
-----------------------------------------------------------------------------------
jq -c . entries.jsonl | while read -r line; do
  leaf=$( (printf '\\0'; jq -rj .entry <<<"$line") | sha256sum | cut -c1-64)
  test "$leaf" = "$(jq -r .leaf_hash <<<"$line")" || echo "entry $(jq .index <<<"$line"): WRONG"
  for name in $(jq -r '.sections | keys[]' <<<"$line"); do
    made=$( (printf 'audit-commit/v1\\0%s\\0' "$name"; jq -r ".sections.$name.salt" <<<"$line" | base64 -d
      jq -rj ".sections.$name.content" <<<"$line") | openssl dgst -sha256 -binary | base64)
    test "$made" = "$(jq -r .entry <<<"$line" | jq -r ".c.$name")" || echo "entry $(jq .index <<<"$line"), $name: WRONG"
  done
done; echo 'entries: compared'

5. Every entry is in the log
----------------------------
With any tool that reads tlog-proof files, such as
  ostiary audit proof verify proofs/N.tlog-proof --leaf FILE --policy policy.txt
where FILE holds the bytes of "entry". By hand, docs/audit-log.md shows the same steps in shell.
`;
}
