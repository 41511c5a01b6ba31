"""How fast Enlace is: figures as ratios to what could be reached at best."""
