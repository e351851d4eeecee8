/**
 * Words that show belief, health, conviction or origin (Art. 13(4)). A second net only, for texts that Annex I names: what
 * Annex I does not name never gets this far. Fields are compared by whole words, in capitals and without accents.
 */
const WORDS = new Set(
  (
    'KOSHER HALAL MUSLIM ISLAM ISLAMIC JEWISH HINDU BUDDHIST CATHOLIC PROTESTANT ORTHODOX CHRISTIAN SIKH PILGRIM HAJJ ' +
    'UMRAH MOSQUE SYNAGOGUE WHEELCHAIR WHCR DIABETIC DIABETES EPILEPTIC EPILEPSY PREGNANT PREGNANCY DISABLED HANDICAPPED ' +
    'BLIND DEAF OXYGEN DIALYSIS CANCER HIV ASTHMA INSULIN STRETCHER MEDICAL PSYCHIATRIC DEMENTIA AUTISTIC AUTISM UNION ' +
    'COMMUNIST SOCIALIST PARTY GAY LESBIAN TRANSGENDER HOMOSEXUAL ETHNIC ROMA'
  ).split(' '),
);

/** True if a text has one of them. */
export const isCaught = (text: string): boolean =>
  text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toUpperCase()
    .split(/[^\p{L}]+/u)
    .some((word) => WORDS.has(word));
