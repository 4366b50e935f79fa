/** A file whose address the bundler gives. */
declare module '*?url' {
  const url: string;
  export default url;
}

/** A file's own text, such as a style sheet for a shadow root. */
declare module '*?inline' {
  const text: string;
  export default text;
}
