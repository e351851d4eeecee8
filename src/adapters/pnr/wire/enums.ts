import { DeletionCategory as WireDeletion, PushKind } from '../../../gen/ostiary/pnr/v1/push.js';
import { PnrCategory } from '../../../gen/ostiary/pnr/v1/record.js';
import type { DeletionCategory } from '../domain/deletion.js';
import type { Push } from '../domain/push.js';
import type { RecordCategory } from '../operations/open-record.js';

export const CATEGORY_TO_WIRE: Readonly<Record<RecordCategory, PnrCategory>> = {
  PASSENGER: PnrCategory.PASSENGER,
  MASKED: PnrCategory.MASKED,
  UNMASKED: PnrCategory.UNMASKED,
};

export const KIND_TO_WIRE: Readonly<Record<Push['kind'], PushKind>> = {
  full: PushKind.FULL,
  update: PushKind.UPDATE,
  other: PushKind.OTHER,
  api: PushKind.API,
};

export const DELETION_TO_WIRE: Readonly<Record<DeletionCategory, WireDeletion>> = {
  RELIGIOUS_MEAL: WireDeletion.RELIGIOUS_MEAL,
  HEALTH_MEAL: WireDeletion.HEALTH_MEAL,
  OTHER_MEAL: WireDeletion.OTHER_MEAL,
  HEALTH: WireDeletion.HEALTH,
  FREE_TEXT: WireDeletion.FREE_TEXT,
  OUTSIDE_ANNEX_I: WireDeletion.OUTSIDE_ANNEX_I,
  ACCOUNT_NUMBER: WireDeletion.ACCOUNT_NUMBER,
};
