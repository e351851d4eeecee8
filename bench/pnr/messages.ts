/** Messages of an invented carrier to measure with: as many segments of each kind as a full push has. */

/** Segments of one record with so many travellers. */
function record(number: number, travellers: number): string[] {
  const of = (at: number): string[] => [
    `TIF+PROBE+ANNA${String.fromCharCode(65 + (at % 26))}MRS:A:${at}`,
    `FTI+ZZ:40${number}${at}:::`,
    `IFT+4:28::ZZ+CTCE ANNA..PROBE${number}//EXAMPLE.COM`,
    `REF+:9389${number}${at}`,
    'FAR+N+++++YLOW',
    `SSR+DOCS:HK::ZZ:::::/P/XA/X${number}${at}00/XA/13AUG54/F/26APR35/PROBE/ANNA/ZARA`,
    `TKT+257${number}${at}0000:T:1`,
    'MON+B:754.72:EUR+T:800.00:EUR',
    'PTK+NR++150626:1010+ZZ+006+VIE',
    'TXD++4.53:::AY6+6.79:::YQ+9.06:::YC+11.32:::XY+4.53:::XA+9.06:::XF',
    'DAT+710:270926',
    'FOP+CC::800.00:VI:411111XXXXXX1111:1229',
    'IFT+4:43+PAULA PROBE+RING 1 WIEN XA 1010+0043155501000',
  ];
  const leg = (from: string, to: string, flight: number): string[] => [
    `TVL+261126:1420:261126:2120+${from}+${to}+ZZ+${flight}:B`,
    'APD+320',
    `SSR+SEAT:HK:${travellers}:ZZ:::${from}:${to}+${Array.from({ length: travellers }, (_, at) => `+${at + 1}A::${at + 1}`).join('')}`,
    `RCI+ZZ:R${number}`,
    'DAT+2:261126:1333',
    ...Array.from({ length: travellers }, (_, at) => [
      `TRI++${at + 1}:::${at + 1}`,
      `TIF+PROBE+ANNAMRS:A:${at + 1}`,
      `SSD+0${at + 1}A++++Y`,
      `TBD++01:46:700+++ZZ:0847${at}::${to}:006`,
    ]).flat(),
  ];
  return [
    'SRC',
    `RCI+ZZ:R${number}::230826:1220`,
    'DAT+700:270926:1226+710:280926:1120',
    'ORG+1A:MUC+12345675:OFF1+MUC++T+XB:EUR+AG7',
    'ADD++700:RING 1:WIEN:::AT:1010:004315550100',
    ...Array.from({ length: travellers }, (_, at) => of(at + 1)).flat(),
    ...leg('VIE', 'XAA', 123),
    ...leg('XAA', 'XBB', 456),
  ];
}

/** An interchange with one message of so many records. */
export function message(records: number, travellers: number): Buffer {
  const segments = [
    'UNH+1+PNRGOV:13:1:IA+261126/0800/ZZ/123',
    'MSG+:22',
    'ORG+ZZ:VIE',
    'TVL+261126:0930:261126:1105+VIE+XAA+ZZ+123',
    `EQN+${records}`,
    ...Array.from({ length: records }, (_, at) => record(at + 1, travellers)).flat(),
  ];
  const all = [
    "UNA:+.? '",
    'UNB+UNOA:4+ZZ+XAAPIU+261126:0800+77',
    ...segments,
    `UNT+${segments.length + 1}+1`,
    'UNZ+1+77',
  ];
  return Buffer.from(`${all[0]}${all.slice(1).join("'")}'`, 'latin1');
}
