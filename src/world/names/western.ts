import { words, type Culture } from './culture.js';

/** Languages of western and southern Europe that use the Latin script. */
export const WESTERN: readonly Culture[] = [
  {
    nationality: 'DE',
    weight: 14,
    female: words(
      'Anna Birgit Christine Doris Elke Franziska Gisela Heike Ines Jutta Käthe Lena Mareike Nadine Petra Renate Sabine Susanne Ursula Viktoria Wiebke Zoë Jördis Grit',
    ),
    male: words(
      'Andreas Bernd Christoph Dieter Erich Florian Günter Hans Ingo Jörg Klaus Lukas Matthias Niklas Otto Peter Rüdiger Stefan Thomas Uwe Volker Werner Björn Götz',
    ),
    surnames: words(
      'Müller Schmidt Schneider Fischer Weber Bäcker Köhler Krüger Schröder Zimmermann Großmann Böhm Jäger Schäfer Vögele Hüttner Lüdenscheidt Weiß Strauß Kühn Möller Grünwald Brück Löwe Hartmann Lange Werner Krause Lehmann Huber Kaiser Fuchs Peters Scholz Möbius Jung Hahn Keller Vogel Friedrich',
    ),
    birthplaces: words('Köln Hamburg München Görlitz Tübingen Würzburg Kiel Dresden'),
  },
  {
    nationality: 'FR',
    weight: 10,
    female: words(
      'Aurélie Béatrice Camille Chloé Danièle Élodie Françoise Geneviève Hélène Inès Joëlle Léa Margaux Noémie Océane Renée Sylvie Thérèse Valérie Zoé',
    ),
    male: words(
      'André Benoît Cédric Désiré Étienne François Gérard Hervé Jérôme Léo Mathéo Noël Olivier Rémi Sébastien Théo Yves Loïc Gaël Raphaël',
    ),
    surnames: words(
      "Lefèvre Dubois Moreau Girard Bonnet Rousseau Mercier Chevalier Garnier Faure D'Aubigné Saint-Clair L'Hermitte Béranger Gauthier Hébert Pélissier Guérin Fénelon Crépin Delacroix Lemaître Noël Œuvrard Perrin Barthélémy Carré Duprès Charpentier Vasseur",
    ),
    birthplaces: words('Besançon Nîmes Orléans Angoulême Béziers Lyon Rennes Évreux'),
  },
  {
    nationality: 'ES',
    weight: 9,
    female: words(
      'Almudena Begoña Concepción Dolores Encarnación Íñiga Inmaculada Lucía Macarena Nuria Pilar Rocío Soledad Verónica Yolanda Belén Ángela Mónica',
    ),
    male: words(
      'Álvaro Andrés Agustín Benjamín César Darío Efraín Félix Germán Héctor Íñigo Jesús Joaquín Martín Óscar Raúl Sebastián Tomás',
    ),
    surnames: words(
      'García Núñez Muñoz Ibáñez Fernández Domínguez Peña Zúñiga Castaño Ordóñez Álvarez Giménez Cortés Gutiérrez Bermúdez Yáñez Rodríguez Cañizares Iglesias Serrano Molina Navarro Quintana Toledano Aguirre Echevarría Marín Gallego Bravo Ybarra',
    ),
    birthplaces: words('Logroño León Málaga Cádiz Cáceres Mérida Zaragoza Bilbao'),
  },
  {
    nationality: 'PT',
    weight: 5,
    female: words(
      'Beatriz Conceição Estefânia Fátima Graça Inês Joana Leonor Mafalda Piedade Rosário Sofia Teresa Zélia Assunção',
    ),
    male: words('Afonso António Baltasar Duarte Estêvão Fernão Gonçalo Henrique João Luís Miguel Nuno Rui Simão Tomé'),
    surnames: words(
      'Gonçalves Araújo Conceição Magalhães Simões Falcão Leitão Guimarães Assunção Brandão Carvalho Damião Esteves Figueirôa Galvão Henriques Lourenço Mendonça Noronha Paixão Queirós Romão Sebastião Taveira Vilhena',
    ),
    birthplaces: words('Évora Guimarães Setúbal Portimão Bragança Coimbra'),
  },
  {
    nationality: 'IT',
    weight: 9,
    female: words(
      'Alessandra Bianca Chiara Donatella Elettra Fiorella Giulia Ilaria Loredana Margherita Noemi Ornella Patrizia Rosalba Serena Tiziana Veronica Zita',
    ),
    male: words(
      'Alessio Bruno Corrado Dario Ettore Fabrizio Gaetano Ivo Lorenzo Massimo Nicolò Ottavio Pietro Rocco Salvatore Tiziano Ugo Vito',
    ),
    surnames: words(
      "Rossi Bianchi Colombo Ferrari Esposito Romano Ricci Marino Greco Conti D'Angelo Dell'Acqua Gallo Costa Fontana Caruso Mancini Rizzo Lombardi Moretti Barbieri Santoro Mariani Rinaldi Cattaneo Nicolò Pellegrini Sartori Vitale Zanetti",
    ),
    birthplaces: words('Bologna Trento Cefalù Forlì Lecce Verona'),
  },
  {
    nationality: 'SE',
    weight: 6,
    female: words(
      'Åsa Birgitta Elsa Frida Gunnel Hjördis Ingegerd Kerstin Linnéa Märta Pia Rönnaug Sigrid Tuva Ulrika Viveka',
    ),
    male: words('Anders Björn Åke Einar Göran Håkan Jörgen Kjell Lennart Måns Nils Östen Pär Rune Sören Torbjörn'),
    surnames: words(
      'Ångström Lindström Sjöberg Öberg Åkesson Björklund Håkansson Wåhlin Nyström Söderlund Bergström Grönvall Hägglund Lövgren Mårtensson Norén Påhlsson Rådberg Sandén Törnqvist Ulfsdotter Västberg Ekström Fälth',
    ),
    birthplaces: words('Malmö Göteborg Umeå Örebro Växjö Luleå'),
  },
  {
    nationality: 'DK',
    weight: 4,
    female: words(
      'Asbjørg Birthe Dorthe Freja Grethe Inger Kirsten Lærke Mette Naja Pernille Rikke Signe Tove Vibeke Abelone',
    ),
    male: words(
      'Aksel Bjarne Claus Esben Flemming Gunnar Henning Jørgen Kåre Lars Mogens Niels Øjvind Preben Søren Troels',
    ),
    surnames: words(
      'Ørsted Kjær Nørgaard Søndergaard Bæk Møller Højgaard Ågård Brøndum Dahlgård Frølich Gårdmand Hjørring Jæger Kirkegaard Lønborg Mørk Overgaard Rønne Skjødt Thybjerg Øster',
    ),
    birthplaces: words('Aarhus Tønder Næstved Helsingør Ærøskøbing'),
  },
  {
    nationality: 'IS',
    weight: 1,
    female: words('Ásdís Björk Dagný Eyrún Guðrún Hrafnhildur Jóhanna Sigríður Þórdís Ýr'),
    male: words('Ásgeir Baldur Egill Guðmundur Hjörtur Jón Kári Ólafur Sæmundur Þórður'),
    surnames: words(
      'Þórðarson Guðmundsson Sigurðsson Björnsson Ólafsson Árnason Hallgrímsson Ægisson Jónsson Kristjánsson',
    ),
    birthplaces: words('Reykjavík Akureyri Húsavík Ísafjörður'),
    feminine: (surname) => surname.replace(/son$/, 'dóttir'),
  },
];
