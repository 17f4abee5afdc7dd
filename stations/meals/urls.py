"""Addresses of meals."""

from django.urls import path
from rest_framework.routers import SimpleRouter

from stations.meals import api, menu_api, menu_views, views

urlpatterns = [
    path("stations/meals/", views.meal_home, name="meal-home"),
    path("stations/meals/<uuid:pk>/", views.meal_board, name="meal-board"),
    path("stations/menu/", menu_views.menu_home, name="menu-home"),
    path("stations/menu/<uuid:pk>/", menu_views.menu_week, name="menu-week"),
    path("stations/menu/<uuid:pk>/dishes/", menu_views.dish_list, name="dish-list"),
    path("stations/menu/<uuid:pk>/dishes/new/", menu_views.dish_new, name="dish-new"),
    path("stations/dishes/<uuid:pk>/", menu_views.dish, name="dish"),
    path("stations/dishes/<uuid:pk>/retire/", menu_views.dish_retire, name="dish-retire"),
    path("stations/meal/<uuid:pk>/", views.meal, name="meal"),
    path("stations/meal/<uuid:pk>/void/", views.meal_void, name="meal-void"),
]

router = SimpleRouter()
router.register("meal-records", api.Meals, basename="api-meal-records")
router.register("dishes", menu_api.Dishes, basename="api-dishes")
router.register("menu-dishes", menu_api.MenuDishes, basename="api-menu-dishes")
router.register("menu-editions", menu_api.MenuEditions, basename="api-menu-editions")
api_urlpatterns = [
    *router.urls,
    path("allergens/", menu_api.Allergens.as_view(), name="api-allergens"),
    path("menu/", menu_api.Week.as_view(), name="api-menu"),
    path("menu/copy/", menu_api.CopyWeek.as_view(), name="api-menu-copy"),
    path("menu/publish/", menu_api.PublishWeek.as_view(), name="api-menu-publish"),
]
