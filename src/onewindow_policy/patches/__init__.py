"""What is not official about Plone, Zope and add-ons, and how they are at present."""
