/** In place of cdktf's, which keeps the whole stack of every token, and jest maps each of its lines back to TypeScript. */
module.exports = { captureStackTrace: () => [] };
