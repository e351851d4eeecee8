/** Documents of invented carriers about invented people. */
import { PnrReader } from '../../../src/formats/pnr/pnr-reader.js';
import type { Told } from './messages.js';

/** Reads these pieces, one after the other, whatever encoding they are in. */
export function readPnr(...pieces: readonly (string | Uint8Array)[]): Told {
  const told: Told = { pushes: [], records: [], diagnostics: [], faults: [] };
  const reader = new PnrReader(
    {
      push: (push) => told.pushes.push(push),
      record: (pnr) => told.records.push(pnr),
      diagnostic: (diagnostic) => {
        told.diagnostics.push(diagnostic);
        told.faults.push(diagnostic.fault);
      },
    },
    '2026-11-26',
  );
  for (const piece of pieces) reader.write(typeof piece === 'string' ? Buffer.from(piece) : piece);
  reader.end();
  return told;
}

export const HEAD = `<?xml version="1.0" encoding="UTF-8"?>
<IATA_PNRGOV_NotifRQ xmlns="http://www.iata.org/IATA/2007/00" Version="13.1" TimeStamp="2026-11-26T08:00:00Z" TransactionIdentifier="261126/0800/ZZ/123">
  <Originator AirlineCode="ZZ" SystemCode="ZZDCS" AirlineContactInfo="1 Road"/>
  <FlightLeg CarrierCode="ZZ" FlightNumber="123" DepartureDateTime="2026-11-26T09:30:00" ArrivalDateTime="2026-11-26T11:05:00" DateChangeNbr="0">
    <DepartureAirport LocationCode="VIE"/><ArrivalAirport LocationCode="XAA"/>
  </FlightLeg>
`;

/** A document with these records. */
export const document = (...records: readonly string[]): string =>
  `${HEAD}<PNRs NumberOfPnrs="${records.length}">${records.join('\n')}</PNRs></IATA_PNRGOV_NotifRQ>`;

/** A record with this locator, and this behind it. */
export const xmlRecord = (locator: string, ...elements: readonly string[]): string =>
  `<PNR><BookingRefID ID="${locator}"><CompanyName Code="ZZ"/></BookingRefID>${elements.join('')}</PNR>`;
