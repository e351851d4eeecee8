import { faker as korean } from '@faker-js/faker/locale/ko';
import { faker as armenian } from '@faker-js/faker/locale/hy';
import { faker as georgian } from '@faker-js/faker/locale/ka_GE';
import { faker as vietnamese } from '@faker-js/faker/locale/vi';
import { faker as chinese } from '@faker-js/faker/locale/zh_CN';
import { culture, namesOf, words, type Culture } from './culture.js';
import { forenames, surnames, towns } from './library.js';

/** Languages of the Caucasus and of East Asia, each with a script of its own but Vietnamese. */
export const FURTHER_EAST: readonly Culture[] = [
  culture({
    nationality: 'GE',
    weight: 4,
    custom: 'own',
    // The library does not tell women's forenames from men's.
    female: words('ნინო მარიამ ანა თამარ ნათია ქეთევან ლელა მაია ეკატერინე თეონა სალომე ნანა ეთერ ლია ხატია დარეჯან'),
    male: words('გიორგი დავით ლევან ნიკოლოზ ირაკლი ზურაბ თამაზ გოჩა მამუკა ვახტანგ ალექსანდრე შოთა ბესიკ კახა ლაშა'),
    surnames: namesOf(surnames(georgian)),
    birthplaces: namesOf(towns(georgian)),
  }),
  culture({
    nationality: 'AM',
    weight: 2,
    female: namesOf(forenames(armenian, 'female')),
    male: namesOf(forenames(armenian, 'male')),
    surnames: namesOf(surnames(armenian)),
    birthplaces: words('Երևան Գյումրի Վանաձոր Վաղարշապատ Հրազդան Կապան'),
  }),
  culture({
    nationality: 'CN',
    weight: 3,
    custom: 'own',
    female: namesOf(forenames(chinese, 'female')),
    male: namesOf(forenames(chinese, 'male')),
    surnames: namesOf(surnames(chinese)),
    birthplaces: namesOf(towns(chinese)),
  }),
  culture({
    nationality: 'KR',
    weight: 1,
    custom: 'own',
    female: namesOf(forenames(korean, 'female')),
    male: namesOf(forenames(korean, 'male')),
    surnames: namesOf(surnames(korean)),
    birthplaces: namesOf(towns(korean)),
  }),
  culture({
    nationality: 'VN',
    weight: 2,
    custom: 'own',
    female: namesOf(forenames(vietnamese, 'female')),
    male: namesOf(forenames(vietnamese, 'male')),
    surnames: namesOf(surnames(vietnamese)),
    birthplaces: namesOf(towns(vietnamese)),
  }),
];
