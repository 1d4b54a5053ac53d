import { readFileSync } from 'node:fs';
import { InputError, Manifest, type ManifestSet } from '../rotation';

/** The credential sets of one deployment, read from its manifest. */
export class Rotations {
  /**
   * Reads a manifest that the command line wrote.
   *
   * @param path for example `rotation.prod.json`; relative to the working directory
   * @throws InputError when the file is missing or is not a valid manifest
   */
  static fromFile(path: string): Rotations {
    let text: string;
    try {
      text = readFileSync(path, 'utf8');
    } catch (error) {
      throw new InputError(
        `the manifest ${path} cannot be read (${(error as NodeJS.ErrnoException).code}): "cdktf-rotation add --file ${path}" makes one`,
      );
    }
    try {
      return Rotations.fromText(text.replace(/^\uFEFF/, ''));
    } catch (error) {
      if (error instanceof InputError) throw new InputError(`${path}: ${error.message}`);
      throw error;
    }
  }

  /** Reads a manifest from its text, for tests. */
  static fromText(text: string): Rotations {
    return new Rotations(Manifest.parse(text));
  }

  private constructor(private readonly manifest: Manifest) {}

  /** @throws InputError when the manifest has no set of this name */
  get(name: string): ManifestSet {
    return this.manifest.find(name);
  }

  tryGet(name: string): ManifestSet | undefined {
    return this.manifest.tryFind(name);
  }
}
