import { build } from './build';

export = build;
