export type Script = 'Arab' | 'Latn' | 'Tfng';
export type Language = 'ar' | 'ary' | 'fr' | 'en' | 'zgh';
