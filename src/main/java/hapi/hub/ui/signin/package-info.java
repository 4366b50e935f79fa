/// The page on which a person chooses among several hubs.
@NullMarked
package hapi.hub.ui.signin;

import org.jspecify.annotations.NullMarked;
