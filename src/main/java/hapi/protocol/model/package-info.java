/// Sessions, machines and messages as they travel on the wire; sees json and id.
@NullMarked
package hapi.protocol.model;

import org.jspecify.annotations.NullMarked;
