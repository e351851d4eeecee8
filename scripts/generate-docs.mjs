// Writes the pages that derive from tables in the code. Tests fail when a committed page is not what this writes.
import { writeFileSync } from 'node:fs';
import { tsImport } from 'tsx/esm/api';

const { errorsDocument } = await tsImport('../src/gateway/errors/document.ts', import.meta.url);
const { configurationDocument } = await tsImport('../src/gateway/config-document.ts', import.meta.url);
const { NEEDS } = await tsImport('../src/adapters/pnr/legal-operations.ts', import.meta.url);
const { piuDocument } = await tsImport('../src/gateway/piu-document.ts', import.meta.url);
const { testPersonsDocument } = await tsImport('../src/world/test-persons-document.ts', import.meta.url);
writeFileSync(new URL('../docs/errors.md', import.meta.url), errorsDocument());
writeFileSync(new URL('../docs/configuration.md', import.meta.url), configurationDocument());
writeFileSync(new URL('../docs/test-persons.md', import.meta.url), testPersonsDocument());
writeFileSync(new URL('../docs/law/passenger-information-unit.md', import.meta.url), piuDocument(NEEDS));
