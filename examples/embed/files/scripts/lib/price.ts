export const price = (dollars: number, rate: number): number => dollars * rate;
