import { faker as polish } from '@faker-js/faker/locale/pl';
import { faker as czech } from '@faker-js/faker/locale/cs_CZ';
import { faker as hungarian } from '@faker-js/faker/locale/hu';
import { faker as romanian } from '@faker-js/faker/locale/ro';
import { faker as croatian } from '@faker-js/faker/locale/hr';
import { faker as slovak } from '@faker-js/faker/locale/sk';
import { faker as slovene } from '@faker-js/faker/locale/sl_SI';
import { faker as turkish } from '@faker-js/faker/locale/tr';
import { culture, namesOf, words, type Culture } from './culture.js';
import { czechFeminine, slovakFeminine } from './feminine.js';
import { forenames, surnames, towns } from './library.js';

/** Languages of central and eastern Europe, and Turkish, that use the Latin script. */
export const EASTERN: readonly Culture[] = [
  culture({
    nationality: 'PL',
    weight: 9,
    female: namesOf(
      forenames(polish, 'female'),
      words(
        'Agnieszka Bożena Cecylia Danuta Elżbieta Grażyna Halina Iwona Jolanta Katarzyna Łucja Małgorzata Natalia Róża Stanisława Urszula Wiesława Żaneta',
      ),
    ),
    male: namesOf(
      forenames(polish, 'male'),
      words(
        'Andrzej Bogusław Czesław Dariusz Grzegorz Jarosław Kazimierz Łukasz Mieczysław Norbert Paweł Rafał Sławomir Tadeusz Wacław Zbigniew Żegota Marek',
      ),
    ),
    surnames: namesOf(
      surnames(polish),
      words(
        'Kowalski Wiśniewski Wójcik Zieliński Żółć Dąbrowski Kozłowski Jabłoński Mazur Krawczyk Szczepański Głowacki Łukasik Świątek Gołąb Borowski Sikorski Pawłowski Michałek Nowicki Ostrowski Kołodziej Źrebiec Przybysz Rzepa Stępień',
      ),
    ),
    birthplaces: namesOf(towns(polish), words('Łódź Kraków Gdańsk Wrocław Rzeszów Świdnica')),
    feminine: (surname) => surname.replace(/([sc]k|dzk|n)[iy]$/, '$1a'),
  }),
  culture({
    nationality: 'CZ',
    weight: 5,
    female: namesOf(
      forenames(czech, 'female'),
      words(
        'Alžběta Božena Dagmar Eliška Františka Hana Ivana Jiřina Kateřina Ludmila Markéta Naděžda Růžena Šárka Tereza Věra Zdeňka',
      ),
    ),
    male: namesOf(
      forenames(czech, 'male'),
      words(
        'Aleš Bořivoj Čeněk Dušan František Hynek Jiří Karel Ladislav Miloš Ondřej Přemysl Radúz Štěpán Tomáš Václav Zdeněk',
      ),
    ),
    surnames: namesOf(
      surnames(czech),
      words(
        'Novák Dvořák Černý Procházka Kučera Veselý Horák Němec Pokorný Růžička Beneš Fiala Sedláček Doležal Zeman Kolář Šimek Hájek Řezníček Žák Tichý Vondráček',
      ),
    ),
    birthplaces: namesOf(towns(czech), words('Plzeň Brno Třebíč Olomouc Jihlava Děčín')),
    feminine: czechFeminine,
  }),
  culture({
    nationality: 'HU',
    weight: 5,
    female: namesOf(
      forenames(hungarian, 'female'),
      words(
        'Ágnes Borbála Csilla Dóra Éva Erzsébet Gyöngyi Ildikó Júlia Katalin Margit Orsolya Piroska Sára Tünde Zsófia',
      ),
    ),
    male: namesOf(
      forenames(hungarian, 'male'),
      words('Ádám Béla Csaba Dénes Endre Ferenc Gábor György Imre József László Máté Ödön Pál Sándor Zoltán'),
    ),
    surnames: namesOf(
      surnames(hungarian),
      words(
        'Nagy Kővári Szűcs Tóth Szabó Horváth Kovács Vörös Gyarmati Ősz Fehérvári Bögre Dömötör Erdős Fülöp Győri Hegedűs Jónás Kőszegi Lőrinc Mészáros Pálfi Rédei Sütő Vízkeleti Zsíros',
      ),
    ),
    birthplaces: namesOf(towns(hungarian), words('Győr Pécs Szeged Debrecen Sopron Kőszeg')),
  }),
  culture({
    nationality: 'RO',
    weight: 6,
    female: namesOf(
      forenames(romanian, 'female'),
      words(
        'Adela Brândușa Crenguța Doina Elena Florentina Georgeta Ileana Lăcrămioara Mihaela Nicoleta Oana Raluca Sânziana Ștefania Viorica',
      ),
    ),
    male: namesOf(
      forenames(romanian, 'male'),
      words(
        'Andrei Bogdan Călin Dănuț Emil Florin Ghiță Horațiu Ion Lucian Mircea Nicușor Octavian Răzvan Ștefan Vasilică',
      ),
    ),
    surnames: namesOf(
      surnames(romanian),
      words(
        'Popescu Ionescu Marin Crăciun Bălan Dănilă Ștefănescu Țurcanu Munteanu Olteanu Rădulescu Căpraru Dumitrașcu Făgădău Gheorghiță Mătăsaru Niță Păun Roșu Sârbu Tănase Văcărescu',
      ),
    ),
    birthplaces: namesOf(towns(romanian), words('Iași Brașov Constanța Timișoara Bacău Râmnicu')),
  }),
  culture({
    nationality: 'HR',
    weight: 3,
    female: namesOf(
      forenames(croatian, 'female'),
      words('Anđela Božica Dražena Đurđica Jagoda Katica Ljubica Marija Nevenka Snježana Željka Vesna'),
    ),
    male: namesOf(
      forenames(croatian, 'male'),
      words('Ante Božidar Dražen Đuro Hrvoje Ivica Krešimir Ljubomir Mladen Siniša Željko Zvonimir'),
    ),
    surnames: namesOf(
      surnames(croatian),
      words(
        'Horvat Kovačević Babić Marić Jurić Novaković Đurđević Šarić Žuvela Čović Ljubičić Petrović Radić Škorić Tomić Vuković Grgić Perković',
      ),
    ),
    birthplaces: namesOf(towns(croatian), words('Šibenik Čakovec Zadar Požega Osijek')),
  }),
  culture({
    nationality: 'TR',
    weight: 7,
    female: namesOf(
      forenames(turkish, 'female'),
      words(
        'Ayşe Büşra Çiğdem Dilek Elif Gülşen Hatice İpek Kübra Leyla Müge Nurgül Özlem Pınar Şule Tuğba Ülkü Zeynep',
      ),
    ),
    male: namesOf(
      forenames(turkish, 'male'),
      words(
        'Ahmet Barış Çağrı Doğan Emre Gökhan Hüseyin İsmail Kağan Mehmet Nazım Ömer Recep Şükrü Tuncay Uğur Yiğit Ziya',
      ),
    ),
    surnames: namesOf(
      surnames(turkish),
      words(
        'Yılmaz Kaya Demir Şahin Çelik Yıldız Öztürk Aydın Özdemir Arslan Doğan Kılıç Aslan Çetin Kara Koç İnan Güneş Erdoğdu Bulut Taş Ünal Işık Şimşek Ağaoğlu Çakır Göktaş',
      ),
    ),
    birthplaces: namesOf(towns(turkish), words('İzmir Muğla Eskişehir Diyarbakır Kütahya İstanbul')),
  }),
  culture({
    nationality: 'SK',
    weight: 3,
    female: namesOf(forenames(slovak, 'female')),
    male: namesOf(forenames(slovak, 'male')),
    surnames: namesOf(surnames(slovak)),
    birthplaces: namesOf(towns(slovak)),
    feminine: slovakFeminine,
  }),
  culture({
    nationality: 'SI',
    weight: 2,
    female: namesOf(forenames(slovene, 'female')),
    male: namesOf(forenames(slovene, 'male')),
    surnames: namesOf(surnames(slovene)),
    birthplaces: namesOf(towns(slovene)),
  }),
];
