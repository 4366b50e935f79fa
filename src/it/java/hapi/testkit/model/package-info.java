/// A model server that answers from a script, so that real agents run without a network.
@NullMarked
package hapi.testkit.model;

import org.jspecify.annotations.NullMarked;
