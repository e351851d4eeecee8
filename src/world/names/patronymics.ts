/** Patronymics, made from the father's forename. */

type Gender = 'female' | 'male';

/** Fathers whose patronymic follows no rule below. */
const RUSSIAN: Readonly<Record<string, string>> = { Пётр: 'Петрович', Лев: 'Львович', Павел: 'Павлович' };

/** Иванович, Сергеевич, Никитич; Ивановна, Сергеевна, Никитична. */
export function russianPatronymic(father: string, gender: Gender): string {
  const male =
    RUSSIAN[father] ??
    (/[ая]$/.test(father)
      ? `${father.slice(0, -1)}ич`
      : father.endsWith('ий')
        ? `${father.slice(0, -2)}${/[^аеёиоуыэюя]{2}ий$/i.test(father) ? 'и' : 'ь'}евич`
        : /[йь]$/.test(father)
          ? `${father.slice(0, -1)}евич`
          : `${father}ович`);
  if (gender === 'male') return male;
  return male.endsWith('евич') || male.endsWith('ович') ? `${male.slice(0, -2)}на` : `${male}на`;
}

const UKRAINIAN: Readonly<Record<string, string>> = { Микола: 'Миколайович', Ілля: 'Ілліч', Лев: 'Львович' };

/** Іванович, Андрійович; Іванівна, Андріївна. */
export function ukrainianPatronymic(father: string, gender: Gender): string {
  const stem = father.replace(/ь$/, 'йович').replace(/[ао]$/, '');
  const male = UKRAINIAN[father] ?? (stem.endsWith('йович') ? stem : `${stem}ович`);
  if (gender === 'male') return male;
  return male.endsWith('йович')
    ? `${male.slice(0, -5)}ївна`
    : male.endsWith('ович')
      ? `${male.slice(0, -4)}івна`
      : `${male}на`;
}

/** Иванов, Николаев; Иванова, Николаева. */
export function bulgarianPatronymic(father: string, gender: Gender): string {
  const male = `${father.replace(/[аой]$/, '')}${/[йи]$/.test(father) ? 'ев' : 'ов'}`;
  return gender === 'male' ? male : `${male}а`;
}
