/// Who owns what: namespaces and the keys that carry them; types only, made by auth and the store.
@NullMarked
package hapi.hub.scope;

import org.jspecify.annotations.NullMarked;
