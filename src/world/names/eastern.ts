import { words, type Culture } from './culture.js';

/** Languages of central and eastern Europe, and Turkish, that use the Latin script. */
export const EASTERN: readonly Culture[] = [
  {
    nationality: 'PL',
    weight: 9,
    female: words(
      'Agnieszka Bożena Cecylia Danuta Elżbieta Grażyna Halina Iwona Jolanta Katarzyna Łucja Małgorzata Natalia Róża Stanisława Urszula Wiesława Żaneta',
    ),
    male: words(
      'Andrzej Bogusław Czesław Dariusz Grzegorz Jarosław Kazimierz Łukasz Mieczysław Norbert Paweł Rafał Sławomir Tadeusz Wacław Zbigniew Żegota Marek',
    ),
    surnames: words(
      'Kowalski Wiśniewski Wójcik Zieliński Żółć Dąbrowski Kozłowski Jabłoński Mazur Krawczyk Szczepański Głowacki Łukasik Świątek Gołąb Borowski Sikorski Pawłowski Michałek Nowicki Ostrowski Kołodziej Źrebiec Przybysz Rzepa Stępień',
    ),
    birthplaces: words('Łódź Kraków Gdańsk Wrocław Rzeszów Świdnica'),
    feminine: (surname) => surname.replace(/([sc]k|dzk)i$/, '$1a'),
  },
  {
    nationality: 'CZ',
    weight: 5,
    female: words(
      'Alžběta Božena Dagmar Eliška Františka Hana Ivana Jiřina Kateřina Ludmila Markéta Naděžda Růžena Šárka Tereza Věra Zdeňka',
    ),
    male: words(
      'Aleš Bořivoj Čeněk Dušan František Hynek Jiří Karel Ladislav Miloš Ondřej Přemysl Radúz Štěpán Tomáš Václav Zdeněk',
    ),
    surnames: words(
      'Novák Dvořák Černý Procházka Kučera Veselý Horák Němec Pokorný Růžička Beneš Fiala Sedláček Doležal Zeman Kolář Šimek Hájek Řezníček Žák Tichý Vondráček',
    ),
    birthplaces: words('Plzeň Brno Třebíč Olomouc Jihlava Děčín'),
    feminine: (surname) =>
      surname.endsWith('ý')
        ? `${surname.slice(0, -1)}á`
        : `${surname.replace(/(a|e[ck])$/, (end) => (end === 'a' ? '' : end.slice(1)))}ová`,
  },
  {
    nationality: 'HU',
    weight: 5,
    female: words(
      'Ágnes Borbála Csilla Dóra Éva Erzsébet Gyöngyi Ildikó Júlia Katalin Margit Orsolya Piroska Sára Tünde Zsófia',
    ),
    male: words('Ádám Béla Csaba Dénes Endre Ferenc Gábor György Imre József László Máté Ödön Pál Sándor Zoltán'),
    surnames: words(
      'Nagy Kővári Szűcs Tóth Szabó Horváth Kovács Vörös Gyarmati Ősz Fehérvári Bögre Dömötör Erdős Fülöp Győri Hegedűs Jónás Kőszegi Lőrinc Mészáros Pálfi Rédei Sütő Vízkeleti Zsíros',
    ),
    birthplaces: words('Győr Pécs Szeged Debrecen Sopron Kőszeg'),
  },
  {
    nationality: 'RO',
    weight: 6,
    female: words(
      'Adela Brândușa Crenguța Doina Elena Florentina Georgeta Ileana Lăcrămioara Mihaela Nicoleta Oana Raluca Sânziana Ștefania Viorica',
    ),
    male: words(
      'Andrei Bogdan Călin Dănuț Emil Florin Ghiță Horațiu Ion Lucian Mircea Nicușor Octavian Răzvan Ștefan Vasilică',
    ),
    surnames: words(
      'Popescu Ionescu Marin Crăciun Bălan Dănilă Ștefănescu Țurcanu Munteanu Olteanu Rădulescu Căpraru Dumitrașcu Făgădău Gheorghiță Mătăsaru Niță Păun Roșu Sârbu Tănase Văcărescu',
    ),
    birthplaces: words('Iași Brașov Constanța Timișoara Bacău Râmnicu'),
  },
  {
    nationality: 'HR',
    weight: 3,
    female: words('Anđela Božica Dražena Đurđica Jagoda Katica Ljubica Marija Nevenka Snježana Željka Vesna'),
    male: words('Ante Božidar Dražen Đuro Hrvoje Ivica Krešimir Ljubomir Mladen Siniša Željko Zvonimir'),
    surnames: words(
      'Horvat Kovačević Babić Marić Jurić Novaković Đurđević Šarić Žuvela Čović Ljubičić Petrović Radić Škorić Tomić Vuković Grgić Perković',
    ),
    birthplaces: words('Šibenik Čakovec Zadar Požega Osijek'),
  },
  {
    nationality: 'TR',
    weight: 7,
    female: words(
      'Ayşe Büşra Çiğdem Dilek Elif Gülşen Hatice İpek Kübra Leyla Müge Nurgül Özlem Pınar Şule Tuğba Ülkü Zeynep',
    ),
    male: words(
      'Ahmet Barış Çağrı Doğan Emre Gökhan Hüseyin İsmail Kağan Mehmet Nazım Ömer Recep Şükrü Tuncay Uğur Yiğit Ziya',
    ),
    surnames: words(
      'Yılmaz Kaya Demir Şahin Çelik Yıldız Öztürk Aydın Özdemir Arslan Doğan Kılıç Aslan Çetin Kara Koç İnan Güneş Erdoğdu Bulut Taş Ünal Işık Şimşek Ağaoğlu Çakır Göktaş',
    ),
    birthplaces: words('İzmir Muğla Eskişehir Diyarbakır Kütahya İstanbul'),
  },
];
