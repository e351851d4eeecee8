import { faker as german } from '@faker-js/faker/locale/de';
import { faker as french } from '@faker-js/faker/locale/fr';
import { faker as spanish } from '@faker-js/faker/locale/es';
import { faker as portuguese } from '@faker-js/faker/locale/pt_PT';
import { faker as italian } from '@faker-js/faker/locale/it';
import { faker as swedish } from '@faker-js/faker/locale/sv';
import { faker as english } from '@faker-js/faker/locale/en';
import { faker as finnish } from '@faker-js/faker/locale/fi';
import { faker as dutch } from '@faker-js/faker/locale/nl';
import { faker as norwegian } from '@faker-js/faker/locale/nb_NO';
import { faker as danish } from '@faker-js/faker/locale/da';
import { culture, namesOf, words, type Culture } from './culture.js';
import { forenames, surnames, towns } from './library.js';

/** Languages of western and southern Europe that use the Latin script. */
export const WESTERN: readonly Culture[] = [
  culture({
    nationality: 'DE',
    weight: 14,
    female: namesOf(
      forenames(german, 'female'),
      words(
        'Anna Birgit Christine Doris Elke Franziska Gisela Heike Ines Jutta Käthe Lena Mareike Nadine Petra Renate Sabine Susanne Ursula Viktoria Wiebke Zoë Jördis Grit',
      ),
    ),
    male: namesOf(
      forenames(german, 'male'),
      words(
        'Andreas Bernd Christoph Dieter Erich Florian Günter Hans Ingo Jörg Klaus Lukas Matthias Niklas Otto Peter Rüdiger Stefan Thomas Uwe Volker Werner Björn Götz',
      ),
    ),
    surnames: namesOf(
      surnames(german),
      words(
        'Müller Schmidt Schneider Fischer Weber Bäcker Köhler Krüger Schröder Zimmermann Großmann Böhm Jäger Schäfer Vögele Hüttner Lüdenscheidt Weiß Strauß Kühn Möller Grünwald Brück Löwe Hartmann Lange Werner Krause Lehmann Huber Kaiser Fuchs Peters Scholz Möbius Jung Hahn Keller Vogel Friedrich',
      ),
    ),
    birthplaces: namesOf(towns(german), words('Köln Hamburg München Görlitz Tübingen Würzburg Kiel Dresden')),
  }),
  culture({
    nationality: 'FR',
    weight: 10,
    female: namesOf(
      forenames(french, 'female'),
      words(
        'Aurélie Béatrice Camille Chloé Danièle Élodie Françoise Geneviève Hélène Inès Joëlle Léa Margaux Noémie Océane Renée Sylvie Thérèse Valérie Zoé',
      ),
    ),
    male: namesOf(
      forenames(french, 'male'),
      words(
        'André Benoît Cédric Désiré Étienne François Gérard Hervé Jérôme Léo Mathéo Noël Olivier Rémi Sébastien Théo Yves Loïc Gaël Raphaël',
      ),
    ),
    surnames: namesOf(
      surnames(french),
      words(
        "Lefèvre Dubois Moreau Girard Bonnet Rousseau Mercier Chevalier Garnier Faure D'Aubigné Saint-Clair L'Hermitte Béranger Gauthier Hébert Pélissier Guérin Fénelon Crépin Delacroix Lemaître Noël Œuvrard Perrin Barthélémy Carré Duprès Charpentier Vasseur",
      ),
    ),
    birthplaces: namesOf(towns(french), words('Besançon Nîmes Orléans Angoulême Béziers Lyon Rennes Évreux')),
  }),
  culture({
    nationality: 'ES',
    custom: 'double',
    weight: 9,
    female: namesOf(
      forenames(spanish, 'female'),
      words(
        'Almudena Begoña Concepción Dolores Encarnación Inmaculada Lucía Macarena Nuria Pilar Rocío Soledad Verónica Yolanda Belén Ángela Mónica',
      ),
    ),
    male: namesOf(
      forenames(spanish, 'male'),
      words(
        'Álvaro Andrés Agustín Benjamín César Darío Efraín Félix Germán Héctor Íñigo Jesús Joaquín Martín Óscar Raúl Sebastián Tomás',
      ),
    ),
    surnames: namesOf(
      surnames(spanish),
      words(
        'García Núñez Muñoz Ibáñez Fernández Domínguez Peña Zúñiga Castaño Ordóñez Álvarez Giménez Cortés Gutiérrez Bermúdez Yáñez Rodríguez Cañizares Iglesias Serrano Molina Navarro Quintana Toledano Aguirre Echevarría Marín Gallego Bravo Ybarra',
      ),
    ),
    birthplaces: namesOf(towns(spanish), words('Logroño León Málaga Cádiz Cáceres Mérida Zaragoza Bilbao')),
  }),
  culture({
    nationality: 'PT',
    custom: 'double',
    weight: 5,
    female: namesOf(
      forenames(portuguese, 'female'),
      words(
        'Beatriz Conceição Estefânia Fátima Graça Inês Joana Leonor Mafalda Piedade Rosário Sofia Teresa Zélia Assunção',
      ),
    ),
    male: namesOf(
      forenames(portuguese, 'male'),
      words('Afonso António Baltasar Duarte Estêvão Fernão Gonçalo Henrique João Luís Miguel Nuno Rui Simão Tomé'),
    ),
    surnames: namesOf(
      surnames(portuguese),
      words(
        'Gonçalves Araújo Conceição Magalhães Simões Falcão Leitão Guimarães Assunção Brandão Carvalho Damião Esteves Figueirôa Galvão Henriques Lourenço Mendonça Noronha Paixão Queirós Romão Sebastião Taveira Vilhena',
      ),
    ),
    birthplaces: namesOf(towns(portuguese), words('Évora Guimarães Setúbal Portimão Bragança Coimbra')),
  }),
  culture({
    nationality: 'IT',
    weight: 9,
    female: namesOf(
      forenames(italian, 'female'),
      words(
        'Alessandra Bianca Chiara Donatella Elettra Fiorella Giulia Ilaria Loredana Margherita Noemi Ornella Patrizia Rosalba Serena Tiziana Veronica Zita',
      ),
    ),
    male: namesOf(
      forenames(italian, 'male'),
      words(
        'Alessio Bruno Corrado Dario Ettore Fabrizio Gaetano Ivo Lorenzo Massimo Nicolò Ottavio Pietro Rocco Salvatore Tiziano Ugo Vito',
      ),
    ),
    surnames: namesOf(
      surnames(italian),
      words(
        "Rossi Bianchi Colombo Ferrari Esposito Romano Ricci Marino Greco Conti D'Angelo Dell'Acqua Gallo Costa Fontana Caruso Mancini Rizzo Lombardi Moretti Barbieri Santoro Mariani Rinaldi Cattaneo Nicolò Pellegrini Sartori Vitale Zanetti",
      ),
    ),
    birthplaces: namesOf(towns(italian), words('Bologna Trento Cefalù Forlì Lecce Verona')),
  }),
  culture({
    nationality: 'SE',
    weight: 6,
    female: namesOf(
      forenames(swedish, 'female'),
      words(
        'Åsa Birgitta Elsa Frida Gunnel Hjördis Ingegerd Kerstin Linnéa Märta Pia Rönnaug Sigrid Tuva Ulrika Viveka',
      ),
    ),
    male: namesOf(
      forenames(swedish, 'male'),
      words('Anders Björn Åke Einar Göran Håkan Jörgen Kjell Lennart Måns Nils Östen Pär Rune Sören Torbjörn'),
    ),
    surnames: namesOf(
      surnames(swedish),
      words(
        'Ångström Lindström Sjöberg Öberg Åkesson Björklund Håkansson Wåhlin Nyström Söderlund Bergström Grönvall Hägglund Lövgren Mårtensson Norén Påhlsson Rådberg Sandén Törnqvist Ulfsdotter Västberg Ekström Fälth',
      ),
    ),
    birthplaces: words('Malmö Göteborg Umeå Örebro Växjö Luleå'),
  }),
  culture({
    nationality: 'DK',
    weight: 4,
    female: namesOf(
      forenames(danish, 'female'),
      words(
        'Asbjørg Birthe Dorthe Freja Grethe Inger Kirsten Lærke Mette Naja Pernille Rikke Signe Tove Vibeke Abelone',
      ),
    ),
    male: namesOf(
      forenames(danish, 'male'),
      words(
        'Aksel Bjarne Claus Esben Flemming Gunnar Henning Jørgen Kåre Lars Mogens Niels Øjvind Preben Søren Troels',
      ),
    ),
    surnames: namesOf(
      surnames(danish),
      words(
        'Ørsted Kjær Nørgaard Søndergaard Bæk Møller Højgaard Ågård Brøndum Dahlgård Frølich Gårdmand Hjørring Jæger Kirkegaard Lønborg Mørk Overgaard Rønne Skjødt Thybjerg Øster',
      ),
    ),
    birthplaces: namesOf(towns(danish), words('Aarhus Tønder Næstved Helsingør Ærøskøbing')),
  }),
  culture({
    nationality: 'IS',
    custom: 'own',
    weight: 1,
    female: words('Ásdís Björk Dagný Eyrún Guðrún Hrafnhildur Jóhanna Sigríður Þórdís Ýr'),
    male: words('Ásgeir Baldur Egill Guðmundur Hjörtur Jón Kári Ólafur Sæmundur Þórður'),
    surnames: words(
      'Þórðarson Guðmundsson Sigurðsson Björnsson Ólafsson Árnason Hallgrímsson Ægisson Jónsson Kristjánsson',
    ),
    birthplaces: words('Reykjavík Akureyri Húsavík Ísafjörður'),
    feminine: (surname) => surname.replace(/son$/, 'dóttir'),
  }),
  culture({
    nationality: 'NL',
    weight: 6,
    female: namesOf(forenames(dutch, 'female'), words('Annelies Fleur Geertruida Jacomijn Liesbeth Maaike Noëlle Zoë')),
    male: namesOf(forenames(dutch, 'male'), words('Barend Cornelis Gijs Joost Maarten Pieter Sjoerd Thijs Wouter')),
    // Particles are part of the name and never dropped.
    surnames: namesOf(
      surnames(dutch),
      ['van der Berg', 'van den Broek', 'de Jong', 'de Vries', 'van Dijk', "van 't Hoff", 'ter Horst', 'in den Bosch'],
      ['van de Ven', 'den Uyl', 'van Gogh-Bonger', 'op den Akker', "'t Hart", 'de Boer', 'van Leeuwen'],
    ),
    birthplaces: words('Utrecht Groningen Eindhoven Leeuwarden Maastricht Zwolle Breda Alkmaar'),
  }),
  culture({
    nationality: 'NO',
    weight: 3,
    female: namesOf(forenames(norwegian, 'female'), words('Åshild Bjørg Gyda Ragnhild Solveig Øydis')),
    male: namesOf(forenames(norwegian, 'male'), words('Bjørn Eirik Gjøran Håvard Pål Sjur Øystein Åge')),
    surnames: namesOf(surnames(norwegian), words('Bjørnstad Brøste Grønli Håland Sørlie Tvedt Ødegård Åsheim')),
    birthplaces: words('Bergen Trondheim Tromsø Ålesund Bodø Hønefoss'),
  }),
  culture({
    nationality: 'FI',
    weight: 3,
    female: namesOf(forenames(finnish, 'female'), words('Hilkka Päivi Sirkka Tyyne Kyllikki')),
    male: namesOf(forenames(finnish, 'male'), words('Jyrki Kyösti Pentti Väinö Yrjö')),
    surnames: namesOf(surnames(finnish), words('Hyökki Kärkkäinen Myllymäki Pöysti Sääski Ylönen')),
    birthplaces: namesOf(towns(finnish), words('Jyväskylä Hämeenlinna Närpiö')),
  }),
  culture({
    nationality: 'IE',
    weight: 4,
    female: namesOf(forenames(english, 'female'), words('Aoife Caoimhe Gráinne Niamh Róisín Siobhán Sinéad')),
    male: namesOf(forenames(english, 'male'), words('Cillian Eoin Oisín Pádraig Seán Tadhg Ruairí')),
    surnames: namesOf(surnames(english), [
      "O'Brien",
      "O'Sullivan",
      "O'Dálaigh",
      'McCarthy',
      'Fitzgerald',
      'Ó Briain',
      'Mac Éil',
    ]),
    birthplaces: words('Galway Limerick Sligo Kilkenny Tralee Drogheda'),
  }),
];
