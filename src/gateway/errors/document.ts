/** docs/errors.md, made from the table so that the two cannot differ. */
import { status } from '@grpc/grpc-js';
import { ERROR_TABLE } from './table.js';

/** The page in Markdown. */
export function errorsDocument(): string {
  const sections = Object.entries(ERROR_TABLE).map(
    ([reason, row]) => `## ${reason}

${row.title}. ${row.description}

gRPC ${status[row.grpc]} (${row.grpc}), HTTP ${row.http}. The same call ${row.retryable ? 'may' : 'will not'} succeed later.
`,
  );
  return `# Errors

Made from \`src/gateway/errors/table.ts\` by \`npm run docs\`; do not edit.

Every refusal has one of these reasons. Over gRPC it is \`ErrorInfo.reason\` (domain \`ostiary\`) in the trailer
\`grpc-status-details-bin\`; over REST it is \`code\` in the problem document, whose \`type\` is
\`urn:ostiary:error:<reason>\`. New reasons may be added; the meaning of a reason never changes. A program that meets a
reason it does not know goes by the status code.

${sections.join('\n')}`;
}
