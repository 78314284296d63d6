/** What a model is called. */

/**
 * The name of the model in a file: the file's, without its folders and the usual ending. It is nowhere in the file, so
 * that the same counts are the same bytes under any name, and a file that is renamed has another name; but for models
 * that have a name of their own.
 */
export function modelName(file: string): string {
  return file.replace(/^.*[/\\]/su, "").replace(/\.safetensors$/iu, "");
}
