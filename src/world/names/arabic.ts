import { culture, words, type Culture, type Names } from './culture.js';

/**
 * Arabic leaves short vowels unwritten, so no table turns a name into the spelling of a passport: each comes with the
 * spellings in use, the first of them the more usual one. Written by hand; the library has Arabic letters alone.
 */
const spellings = new Map<string, readonly string[]>();

/** Reads "name=SPELLING/OTHER" pairs; remembers the spellings. */
function spelt(text: string): Names {
  const [first, ...others] = words(text).map((entry) => {
    const [name = '', latin = ''] = entry.split('=');
    spellings.set(name, latin.split('/'));
    return name;
  });
  return [first ?? '', ...others];
}

const latin = (name: string): string => spellings.get(name)?.[0]?.replaceAll('_', ' ') ?? '';
const respelt = (name: string): string => spellings.get(name)?.at(-1)?.replaceAll('_', ' ') ?? '';

const female = spelt(
  'فاطمة=FATIMA/FATMA عائشة=AISHA/AICHA مريم=MARYAM/MERIEM خديجة=KHADIJA/KHADIDJA زينب=ZAINAB/ZEINEB سارة=SARA/SARAH ليلى=LAILA/LEILA نور=NOUR/NUR هدى=HUDA/HOUDA سمية=SUMAYA/SOUMAYA رانيا=RANIA/RANYA ياسمين=YASMIN/YASMINE أسماء=ASMA/ASMAA إيمان=IMAN/IMANE سلمى=SALMA/SELMA حنان=HANAN/HANANE كريمة=KARIMA/KARIMAH نادية=NADIA/NADIYA سعاد=SUAD/SOUAD رقية=RUQAYYA/ROKAYA هند=HIND/HEND منى=MUNA/MONA أميرة=AMIRA/AMEERA جميلة=JAMILA/DJAMILA',
);
const male = spelt(
  'محمد=MOHAMMED/MOHAMED/MUHAMMAD أحمد=AHMED/AHMAD علي=ALI/ALY حسن=HASSAN/HASAN حسين=HUSSEIN/HUSAYN يوسف=YUSUF/YOUSSEF إبراهيم=IBRAHIM/BRAHIM خالد=KHALID/KHALED عمر=OMAR/UMAR مصطفى=MUSTAFA/MOSTEFA عبدالله=ABDULLAH/ABDALLAH عبدالرحمن=ABDULRAHMAN/ABDERRAHMANE عبدالكريم=ABDULKARIM/ABDELKRIM سعيد=SAEED/SAID رشيد=RASHID/RACHID طارق=TARIQ/TAREK كريم=KARIM/KAREEM جمال=JAMAL/GAMAL ياسر=YASIR/YASSER بلال=BILAL/BELAL أنس=ANAS/ANASS سامي=SAMI/SAMY نبيل=NABIL/NABEEL فيصل=FAISAL/FAYSAL حمزة=HAMZA/HAMZAH إسماعيل=ISMAIL/SMAIL وليد=WALEED/OUALID زياد=ZIYAD/ZIAD',
);
const surnames = spelt(
  'الحسيني=AL_HUSSEINI/EL_HOUSSEINI المصري=AL_MASRI/EL_MASRY الخطيب=AL_KHATIB/ELKHATIB حداد=HADDAD/HADAD الشامي=AL_SHAMI/CHAMI النجار=AL_NAJJAR/ENNAJAR بنعلي=BEN_ALI/BENALI بوزيد=BOUZID/BOUZEID منصور=MANSOUR/MANSUR خليل=KHALIL/KHALEEL السوري=AL_SOURI/ESSOURI الفاسي=AL_FASSI/EL_FASSI العلوي=AL_ALAWI/ALAOUI التازي=AL_TAZI/TAZI بلقاسم=BELKACEM/BELQASIM زروق=ZARROUK/ZERROUK قاسم=QASIM/KASSEM شريف=SHARIF/CHERIF عثمان=OTHMAN/OSMAN صالح=SALEH/SALAH الجبوري=AL_JUBOURI/ALJABOORI البغدادي=AL_BAGHDADI/BAGHDADI العبيدي=AL_OBAIDI/AL_UBAYDI الطرابلسي=AL_TARABULSI/TRABELSI درويش=DARWISH/DARWICH سليمان=SULEIMAN/SLIMANE عيسى=ISSA/EISA مراد=MURAD/MOURAD حمدان=HAMDAN/HEMDAN ناصر=NASSER/NASIR فارس=FARIS/FARES عباس=ABBAS/ABBASS الزهراني=AL_ZAHRANI/ZAHRANI الغامدي=AL_GHAMDI/GHAMDI بوعزيزي=BOUAZIZI/BU_AZIZI شعبان=SHAABAN/CHAABANE يعقوب=YAQOUB/YACOUB رمضان=RAMADAN/RAMDANE سالم=SALEM/SALIM عزيز=AZIZ/AZEEZ',
);

/** Arabic-speaking people of two regions, whose clerks write the same name differently. */
export const ARABIC: readonly Culture[] = [
  culture({
    nationalities: ['SY', 'IQ', 'JO', 'EG'],
    weight: 5,
    custom: 'own',
    female,
    male,
    surnames,
    birthplaces: words('دمشق حلب بغداد الموصل عمان القاهرة الإسكندرية حمص'),
    latin,
    respelt,
  }),
  culture({
    nationalities: ['MA', 'DZ', 'TN'],
    weight: 5,
    custom: 'own',
    female,
    male,
    surnames,
    birthplaces: words('فاس مراكش طنجة وهران قسنطينة سوسة صفاقس وجدة'),
    latin: respelt,
    respelt: latin,
  }),
];
