import { faker as ukrainian } from '@faker-js/faker/locale/uk';
import { faker as russian } from '@faker-js/faker/locale/ru';
import { faker as greek } from '@faker-js/faker/locale/el';
import { faker as macedonian } from '@faker-js/faker/locale/mk';
import { canonicalName } from '../../matching/names/name-form.js';
import { culture, namesOf, words, type Culture } from './culture.js';
import { greekFeminine, slavicFeminine } from './feminine.js';
import { bulgarianPatronymic, russianPatronymic, ukrainianPatronymic } from './patronymics.js';
import { olderRomanisation, serbianLatin } from './romanisation.js';
import { forenames, surnames, towns } from './library.js';

/** Languages that use the Greek or the Cyrillic script. */
export const OTHER_SCRIPTS: readonly Culture[] = [
  culture({
    nationality: 'GR',
    weight: 5,
    female: words(
      'Αικατερίνη Βασιλική Γεωργία Δέσποινα Ελένη Ζωή Θεοδώρα Ιωάννα Κωνσταντίνα Μαρία Νίκη Ουρανία Παρασκευή Σοφία Φωτεινή Χρυσούλα',
    ),
    male: words(
      'Αθανάσιος Βασίλειος Γεώργιος Δημήτριος Ευάγγελος Ζήσης Ηλίας Θεόδωρος Ιωάννης Κωνσταντίνος Λεωνίδας Μιχαήλ Νικόλαος Παναγιώτης Σπυρίδων Χρήστος',
    ),
    surnames: words(
      'Παπαδόπουλος Γεωργίου Δημητρίου Αντωνόπουλος Βλάχος Μαυρίδης Καραγιάννης Οικονόμου Αγγελόπουλος Μπακογιάννης Ξενάκης Ψαράς Χατζής Ευαγγέλου Θεοδωράκης Ρούσσος Τσάκαλος Φωτόπουλος Αυγερινός Ζαχαρίου Λυμπερόπουλος Μουστάκας Νταλάρας',
    ),
    birthplaces: namesOf(towns(greek), words('Θεσσαλονίκη Πάτρα Ιωάννινα Χανιά Λάρισα')),
    feminine: greekFeminine,
  }),
  culture({
    nationality: 'BG',
    weight: 5,
    female: words(
      'Анелия Боряна Весела Гергана Десислава Елица Живка Златка Ивелина Красимира Любка Мариана Надежда Радка Снежана Цветана Щерка Юлия Яна',
    ),
    male: words(
      'Александър Борис Веселин Георги Димитър Емил Живко Здравко Ивайло Красимир Любомир Методи Николай Огнян Пламен Светослав Цветан Юлиян Явор',
    ),
    surnames: words(
      'Иванов Георгиев Димитров Щерев Христов Желязков Цонев Върбанов Чолаков Шишков Ябълков Юруков Хаджиев Кючуков Пощаков Тодоров Николов Стоянов Маринов Захариев Гълъбов Бояджиев',
    ),
    birthplaces: words('Пловдив Варна Бургас Русе Търговище'),
    feminine: slavicFeminine,
    patronymic: bulgarianPatronymic,
    latin: (name) => canonicalName(name, 'bulgarian'),
    respelt: olderRomanisation,
  }),
  culture({
    nationality: 'UA',
    weight: 6,
    female: namesOf(
      forenames(ukrainian, 'female'),
      words(
        'Анастасія Богдана Вікторія Галина Дарина Євгенія Зоряна Ірина Катерина Людмила Марія Наталія Оксана Руслана Світлана Христина Юлія Ярина',
      ),
    ),
    male: namesOf(
      forenames(ukrainian, 'male'),
      words(
        'Андрій Богдан Василь Григорій Дмитро Євген Захар Ігор Кирило Леонід Микола Назар Олександр Петро Сергій Тарас Юрій Ярослав',
      ),
    ),
    surnames: namesOf(
      surnames(ukrainian),
      words(
        'Шевченко Коваленко Бондаренко Ткаченко Кравченко Олійник Поліщук Лисенко Гончаренко Ґудзь Їжакевич Євтушенко Мельниченко Савченко Хоменко Щербаненко Яценко Юрченко Захарченко Чорновіл',
      ),
    ),
    birthplaces: namesOf(towns(ukrainian), words('Київ Львів Харків Чернігів Їжівці')),
    feminine: slavicFeminine,
    patronymic: ukrainianPatronymic,
    latin: (name) => canonicalName(name, 'ukrainian'),
    respelt: olderRomanisation,
  }),
  culture({
    nationality: 'RU',
    weight: 5,
    female: namesOf(
      forenames(russian, 'female'),
      words(
        'Алёна Валентина Галина Дарья Екатерина Жанна Зинаида Ирина Ксения Любовь Мария Надежда Ольга Полина Раиса Светлана Фёкла Эльвира Юлия',
      ),
    ),
    male: namesOf(
      forenames(russian, 'male'),
      words(
        'Алексей Борис Виктор Григорий Дмитрий Евгений Фёдор Игорь Кирилл Леонид Михаил Николай Олег Пётр Роман Сергей Тимофей Эдуард Юрий',
      ),
    ),
    surnames: namesOf(
      surnames(russian),
      words(
        'Иванов Щербаков Хрущёв Объедков Жуков Цветков Чернышёв Шишкин Эйдельман Юдин Яшин Фёдоров Горбунов Королёв Соловьёв Тихонов Зайцев Лебедев Быков Подъячев Харитонов Ершов',
      ),
    ),
    birthplaces: namesOf(towns(russian), words('Москва Тверь Саратов Пермь Хабаровск Орёл')),
    feminine: slavicFeminine,
    patronymic: russianPatronymic,
    latin: (name) => canonicalName(name, 'russian'),
    respelt: olderRomanisation,
  }),
  culture({
    nationality: 'RS',
    weight: 4,
    female: words('Анђелка Биљана Весна Гордана Драгица Ђурђа Јелена Љиљана Милица Невена Радмила Снежана Тијана Њежа'),
    male: words('Александар Бојан Војислав Горан Драган Ђорђе Жарко Јован Љубиша Милош Ненад Радован Слободан Његош'),
    surnames: words(
      'Јовановић Петровић Николић Ђорђевић Живковић Љубичић Његован Христић Цветковић Чолић Шешељ Џамић Стојановић Павловић Илић Хаџић',
    ),
    birthplaces: words('Београд Ниш Чачак Нови Краљево'),
    latin: (name) => canonicalName(name, 'serbian'),
    respelt: serbianLatin,
  }),
  culture({
    nationality: 'MK',
    weight: 2,
    female: namesOf(forenames(macedonian, 'female')),
    male: namesOf(forenames(macedonian, 'male')),
    surnames: namesOf(surnames(macedonian)),
    birthplaces: namesOf(towns(macedonian)),
    feminine: slavicFeminine,
    latin: (name) => canonicalName(name, 'macedonian'),
  }),
];
