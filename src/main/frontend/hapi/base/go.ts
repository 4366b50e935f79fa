/** Opens a page of ours without loading the document anew. The link has to be in the page. */
export function go(from: ParentNode, address: string) {
  const link = document.createElement('a');
  link.href = address;
  link.setAttribute('router-link', '');
  from.append(link);
  link.click();
  link.remove();
}
