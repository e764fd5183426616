package replicate

// cutOver stands before the name of the reverse task in the identity of a checkpoint whose task has ended for good.
const cutOver = "cut over to "
