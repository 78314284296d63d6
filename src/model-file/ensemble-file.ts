/** What an ensemble has learned, in a model file. */
import type { EnsembleParts } from "../ensemble.ts";
import { type MemberParts, noMember } from "../ensemble-members.ts";
import type { EnsembleSettings } from "../model/settings.ts";
import { flat, type Tensor } from "./safetensors.ts";
import type { TensorReader } from "./tensor-reader.ts";

/** The arrays as a file keeps them. */
export function ensembleTensors({ members, bias, shares, stackedOn }: EnsembleParts): Tensor[] {
  const tensors = [
    flat("ensemble.bias", bias),
    flat("ensemble.shares", shares),
    flat("ensemble.stacked_on", Uint32Array.of(stackedOn)),
  ];
  members.forEach(({ weighting, weights, scale, base, owners, bias: own }, index) => {
    if (shares[index] === 0) return;
    const prefix = `members.${index}`;
    const columns = owners?.length ?? bias.length;
    tensors.push({ name: `${prefix}.weights`, shape: [weights.length / columns, columns], data: weights });
    if (own !== null) tensors.push(flat(`${prefix}.bias`, own));
    if (owners !== null) tensors.push(flat(`${prefix}.owners`, owners));
    if (scale !== null) {
      tensors.push(flat(`${prefix}.factors`, scale.factors), flat(`${prefix}.shifts`, scale.shifts));
    }
    if (base !== null) tensors.push(flat(`${prefix}.base`, base));
    if (weighting === null) return;
    tensors.push(flat(`${prefix}.factors`, weighting.factors));
    if (weighting.scales !== null) tensors.push(flat(`${prefix}.scales`, weighting.scales));
  });
  return tensors;
}

/**
 * Reads the arrays that {@link ensembleTensors} wrote.
 *
 * @param sizes how many features each view has
 * @throws MODEL_CORRUPT, MODEL_NOT_FINITE
 */
export function readEnsemble(
  reader: TensorReader,
  { members, combination }: EnsembleSettings,
  sizes: readonly number[],
  nAuthors: number,
): EnsembleParts {
  const [stackedOn] = reader.indices("ensemble.stacked_on", 2 ** 32);
  const shares = reader.finite("ensemble.shares", Float64Array, members.length);
  return {
    members: members.map((member, index): MemberParts => {
      if (shares[index] === 0) return noMember;
      const prefix = `members.${index}`;
      const size = sizes[member.view]!;
      const owners = member.name === "delta" ? readOwners(reader, `${prefix}.owners`, nAuthors) : null;
      const columns = owners?.length ?? nAuthors;
      const weights = reader.finite(`${prefix}.weights`, Float32Array, size * columns);
      const bias = combination === "max" ? reader.finite(`${prefix}.bias`, Float64Array, nAuthors) : null;
      const without = { weighting: null, scale: null, base: null, owners, bias };
      if (member.name === "multinomial-naive-bayes") return { ...without, weights };
      const factors = reader.finite(`${prefix}.factors`, Float32Array, size);
      if (member.name === "delta") {
        const shifts = reader.finite(`${prefix}.shifts`, Float32Array, size);
        return { ...without, scale: { factors, shifts }, weights };
      }
      if (member.name === "cosine-delta" || member.weighting === "z-scores") {
        const shifts = reader.finite(`${prefix}.shifts`, Float32Array, size);
        const base = reader.finite(`${prefix}.base`, Float64Array, nAuthors);
        return { ...without, scale: { factors, shifts }, weights, base };
      }
      const { weighting } = member;
      const scales = weighting === "max-abs" ? reader.finite(`${prefix}.scales`, Float32Array, size) : null;
      return { ...without, weighting: { weighting, factors, scales }, weights };
    }),
    bias: reader.finite("ensemble.bias", Float64Array, nAuthors),
    shares,
    stackedOn: stackedOn ?? 0,
  };
}

/** Whose each point is: every author has one. */
function readOwners(reader: TensorReader, name: string, nAuthors: number): Uint32Array {
  const owners = reader.indices(name, nAuthors);
  if (new Set(owners).size !== nAuthors) reader.corrupt(`"${name}" leaves out an author`);
  return owners;
}
