/// Reading the database of another HAPI into ours, while no hub runs; sees store and scope.
@NullMarked
package hapi.hub.transfer;

import org.jspecify.annotations.NullMarked;
