import type { ObjectAlert } from '../../../src/adapters/sis/domain/alert.js';
import type { AlertCategory } from '../../../src/adapters/sis/domain/category.js';
import { TEST_ALERTS, testAlerts } from '../../../src/adapters/sis/simulator/test-alerts.js';
import { TODAY } from './simulated-sis.js';

/** An alert of XB on a car that is to help find the person of another one, told from others by its number. */
export function locatorOf(locates: string, category: AlertCategory, number = 1): ObjectAlert {
  const stolen = testAlerts(TODAY).find(({ reference }) => reference === TEST_ALERTS.stolenVehicle);
  if (stolen?.subject !== 'object') throw new TypeError('the stolen vehicle is no object');
  const digits = String(number).padStart(4, '0');
  return {
    ...stolen,
    category,
    locates,
    reference: `SIM-XB-0000000000000000LXCATR${digits}`,
    issuingState: 'XB',
    object: { letter: 'a', vin: `ZZXL0CAT0R000${digits}` },
  };
}
