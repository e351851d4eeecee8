/** Lets a parent process ask how much CPU time this one has used. */

/** Answers { ask: 'cpu' } with { cpuMicroseconds }. */
export function reportCpuWhenAsked(): void {
  process.on('message', (message: { ask?: string }) => {
    if (message.ask !== 'cpu') return;
    const { user, system } = process.cpuUsage();
    process.send?.({ cpuMicroseconds: user + system });
  });
}
