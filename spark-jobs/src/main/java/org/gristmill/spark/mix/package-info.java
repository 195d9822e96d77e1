/** The mix stage: budgets, then shards straight from the token store, without a shuffle. */
package org.gristmill.spark.mix;
